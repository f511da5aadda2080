import { fold } from '../../domain/fold.ts'
import { fieldIn } from '../../domain/field-in.ts'
import { type AboutEvent, type Explanation, isNot, type Part } from './explanation.ts'
import { incomingOf, readOf } from './incoming.ts'
import type { Known, KnownFacts } from './known.ts'
import { meaningOf } from './meaning.ts'
import { nothingKnown } from './nothing-known.ts'

/**
 * What would follow from an event, and why not where not. It goes the real way, by the same functions: the rule that
 * brings it, its parser, its line, the decision, what follows from that. Pure: it reads nothing and does nothing.
 */
export function explain(known: Known, event: unknown, facts: KnownFacts): Explanation {
  const { account, region } = known.home
  const about: Pick<Explanation, 'at' | 'asked' | 'home' | 'event'> = {
    at: facts.now,
    asked: facts.table === undefined ? 'config' : 'table',
    home: { account, region, ...(known.homeIsAssumed && { assumed: true }) },
    event: aboutEvent(event),
  }
  const brought = known.brings(event)
  if (brought.kind === 'not-brought') {
    const unheard = { not: 'nothing brings it to Andon' }
    return { ...about, rule: { not: brought.because }, read: unheard, means: unheard }
  }
  const message = readOf(known, event, facts)
  if (isNot(message)) return { ...about, rule: brought.by, read: message, means: message }
  const heard = { ...about, rule: brought.by, read: { kind: message.kind } }
  const incoming = incomingOf(known, message, facts)
  if (isNot(incoming)) return { ...heard, means: incoming }
  const folded = fold(facts.table?.snapshot ?? nothingKnown, incoming, facts.now)
  const means = incoming.flatMap((one, nth) => {
    const settled = folded[nth]
    return settled === undefined ? [] : [meaningOf(known, facts, one, settled)]
  })
  return { ...heard, means }
}

/** As it says itself. */
function aboutEvent(event: unknown): Part<AboutEvent> {
  const text = (name: string) => {
    const found = fieldIn(event, [name])
    return typeof found === 'string' ? found : undefined
  }
  const source = text('source')
  if (source === undefined) return { not: 'it names no source, as every event of EventBridge does' }
  const [type, id, time, account, region] = [
    text('detail-type'),
    text('id'),
    text('time'),
    text('account'),
    text('region'),
  ]
  return {
    source,
    ...(type !== undefined && { type }),
    ...(id !== undefined && { id }),
    ...(time !== undefined && { time }),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
  }
}
