import { callPeople } from './call-people.ts'
import { attempt, inMessages, inShort, type LineNow, type Projection, type ProjectionPorts } from './projection.ts'

/** How one projection went, for the log. */
export type ProjectionOutcome =
  | { readonly kind: 'made' }
  | { readonly kind: 'tried-later' | 'set-aside' | 'not-needed'; readonly because: string }

/**
 * How often each is tried before it is set aside. While nobody knows that a playbook stands still, the light says that
 * a machine is at it: people hear of that after two and a half minutes. The rest may take half an hour. Not more than
 * 15: Lambda breaks off a chain of messages that brings a function back to itself about 16 times.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
const most: Readonly<Record<Projection['kind'], number>> = {
  light: 12,
  start: 6,
  undo: 6,
  release: 6,
  escalation: 6,
  events: 12,
  notices: 12,
  record: 12,
  // Then on-minute does it.
  refill: 6,
}
/** While not even people can be called, as when the table does not answer: it is tried for half an hour like the rest. */
const mostWhileNobodyHears = 12
/** Seconds until it is tried again: 5, doubling to 300. */
const pause = (tries: number) => Math.min(300, 5 * 2 ** (tries - 1))

/**
 * Makes a projection; or puts what is left of it into the queue of those that are tried later; or sets it aside with
 * the reason, once people are called where they must be. Rejects when none of this can be done.
 * @param before how often it has failed
 */
export async function keepTrying(
  ports: ProjectionPorts,
  projection: Projection,
  before: number,
  lineNow: LineNow,
): Promise<ProjectionOutcome> {
  const made = await attempt(ports, projection, lineNow)
  if (made.kind === 'made') return made
  const { left, final } = made
  const tries = before + 1
  const canWait = tries < most[left.kind]
  let { because } = made

  if (!final && canWait) {
    const failed = await tryLater(ports, left, tries)
    if (failed === undefined) return { kind: 'tried-later', because }
    because = `${because}; it could not be kept for later: ${failed}`
  }
  try {
    if ((await callPeople(ports, left, because)) === 'not-needed') return { kind: 'not-needed', because }
  } catch (error) {
    because = `${because}; people could not be called: ${inShort(error)}`
    const mayPass = tries < mostWhileNobodyHears
    if (mayPass && (await tryLater(ports, left, tries)) === undefined) return { kind: 'tried-later', because }
  }
  const reason = `${because} (tried ${tries === 1 ? 'once' : `${tries} times`})`
  for (const message of inMessages(left)) await ports.deadLetters.setAside(JSON.stringify(message), reason)
  return { kind: 'set-aside', because }
}

/** @returns why it could not be put off; `undefined` when it was */
async function tryLater({ retries }: ProjectionPorts, left: Projection, tries: number): Promise<string | undefined> {
  try {
    for (const message of inMessages(left)) await retries.put(message, tries, pause(tries))
    return undefined
  } catch (error) {
    return inShort(error)
  }
}
