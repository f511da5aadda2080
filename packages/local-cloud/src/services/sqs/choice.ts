import type { StoredMessage } from './message.ts'

interface ChoiceRules {
  readonly max: number
  /** Milliseconds since 1970. */
  readonly now: number
  /** A message that is not visible holds back what came after it in its group. */
  readonly inOrder: boolean
  /** What was received that often is not received again. */
  readonly mostReceives: number
}

/** Which of `messages` (oldest first) a receive takes, and which of them are dead letters. */
export function choose(messages: readonly StoredMessage[], { max, now, inOrder, mostReceives }: ChoiceRules) {
  const taken: StoredMessage[] = []
  const spent: StoredMessage[] = []
  const heldBack = new Set<string | undefined>()
  for (const message of messages) {
    if (taken.length === max) break
    if (inOrder && heldBack.has(message.groupId)) continue
    if (message.visibleAt > now) heldBack.add(message.groupId)
    else if (message.receives >= mostReceives) spent.push(message)
    else taken.push(message)
  }
  return { taken, spent }
}
