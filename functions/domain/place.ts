import type { AlarmFact, PullFact, PulledFrom } from './fact.ts'
import type { AlarmSignal, ChosenPlaybook, PullSignal, Signal } from './signal.ts'

/** Where facts belong. Lines are asked in this order; the first one that takes an alarm has it. */
export interface Places {
  readonly lines: readonly LinePlace[]
  readonly cords: readonly { readonly name: string; readonly line: string; readonly button?: string }[]
}
export interface LinePlace {
  readonly name: string
  readonly takes: (detail: unknown) => boolean
  readonly playbooks: readonly { readonly takes: (detail: unknown) => boolean; readonly playbook: ChosenPlaybook }[]
}

/** Nothing can be done with this message, now or later: the reason names it and the remedy. */
export class Unusable extends Error {
  override readonly name = 'Unusable'
}

/** `undefined`: no line takes this alarm; it is simply not ours. Throws `Unusable` for a cord that nobody knows. */
export function place(places: Places, fact: AlarmFact | PullFact): Signal | undefined {
  switch (fact.kind) {
    case 'alarm':
      return placeAlarm(places, fact)
    case 'pull':
      return placePull(places, fact)
  }
}

function placeAlarm({ lines }: Places, fact: AlarmFact): AlarmSignal | undefined {
  const line = lines.find(({ takes }) => takes(fact.detail))
  if (line === undefined) return undefined
  const chosen = line.playbooks.find(({ takes }) => takes(fact.detail))
  return {
    kind: 'alarm',
    // The same change of the same alarm, however often and under whatever event id it is delivered.
    id: `${fact.at} ${fact.state}`,
    key: `alarm ${fact.arn}`,
    line: line.name,
    at: fact.at,
    title: fact.name,
    reason: fact.reason,
    url: fact.url,
    state: fact.state,
    ...(chosen && { playbook: chosen.playbook }),
  }
}

function placePull(places: Places, fact: PullFact): PullSignal {
  const { line, key, title } = whereFrom(places, fact.from)
  const { id, click, by, at } = fact
  return { kind: 'pull', id, key, line, at, title: fact.reason ?? title, reason: fact.reason ?? '', click, by }
}

function whereFrom({ lines, cords }: Places, from: PulledFrom): { line: string; key: string; title: string } {
  if (from.kind === 'bus') {
    if (!lines.some(({ name }) => name === from.line))
      throw unknown(
        'line',
        from.line,
        lines.map(({ name }) => name),
      )
    return { line: from.line, key: `cord-of-line ${from.line}`, title: `the cord of line ${from.line} was pulled` }
  }
  const cord = cords.find(({ name, button }) => (from.kind === 'cord' ? name === from.cord : button === from.serial))
  if (cord === undefined) {
    if (from.kind === 'cord')
      throw unknown(
        'cord',
        from.cord,
        cords.map(({ name }) => name),
      )
    throw unknown(
      'button',
      from.serial,
      cords.flatMap(({ button }) => button ?? []),
    )
  }
  return { line: cord.line, key: `cord ${cord.name}`, title: `cord ${cord.name} was pulled` }
}

function unknown(kind: 'line' | 'cord' | 'button', name: string, known: readonly string[]): Unusable {
  const where = kind === 'button' ? 'as the `button` of a cord' : `under \`${kind}s\``
  const names = known.length > 0 ? known.join(', ') : 'none'
  return new Unusable(
    `no ${kind} is called ${JSON.stringify(name)} (known: ${names}); name it in andon.config.ts ${where} and deploy`,
  )
}
