import type { Facts } from '../../domain/guards/guard-facts.ts'
import { type AboutToDo, type OwnVerdict, together, type Verdict, verdictOf } from '../../domain/guards/guard.ts'
import type { Started } from './countermeasures.ts'
import type { AboutGuard, ReadyPart } from './explanation.ts'
import type { FactsOfAct, Known, KnownFacts } from './known.ts'

interface AboutAct {
  readonly about: AboutToDo
  readonly act: FactsOfAct | undefined
}

type Guarded = Pick<ReadyPart, 'guards' | 'together'>

/** What each guard says of an act, and what that comes to. */
export function guardsOf({ guards }: Known, { now }: KnownFacts, started: Started, asked: AboutAct): Guarded {
  if (started.suggests) return { guards: unasked, together: unasked }
  const facts = factsFor(started, asked)
  const verdicts = guards.map((guard): AboutGuard => unlessNotAsked(() => verdictOf(guard, facts, now), guard.name))
  const known = verdicts.flatMap((one) => ('not' in one ? [] : [one]))
  if (known.length < verdicts.length) return { guards: verdicts, together: withoutTable(known) }
  return { guards: verdicts, together: inShort(together(known, facts)) }
}

const unasked = { not: 'nothing is done before a person starts it; then the guards are asked' }
const notAsked = 'not asked: needs the table'

/** A fact that was not asked for, which is another thing than one that could not be read. */
class NotAsked extends Error {
  override readonly name = 'NotAsked'
}

/** Without the table, a guard that needs more than the incident and the plan cannot judge: whatever facts there will be. */
function factsFor({ incident }: Started, { about, act }: AboutAct): Facts {
  if (act !== undefined) return { ...act.facts, incident, about }
  const known = { incident, about }
  const nobodyKnows: Facts = { ...known, line: undefined, machines: { kind: 'unknown', because: notAsked } }
  return new Proxy(nobodyKnows, {
    get(facts, name, receiver): unknown {
      if (typeof name === 'string' && !Object.hasOwn(known, name)) throw new NotAsked()
      return Reflect.get(facts, name, receiver)
    },
  })
}

function unlessNotAsked(judge: () => OwnVerdict, guard: string): AboutGuard {
  try {
    return judge()
  } catch (error) {
    if (error instanceof NotAsked) return { guard, not: notAsked }
    throw error
  }
}

/** One that objects whatever the table says is told all the same. */
function withoutTable(known: readonly OwnVerdict[]): Guarded['together'] {
  const [against] = known.filter(({ kind }) => kind === 'hold' || kind === 'people')
  return against === undefined ? { not: notAsked } : inShort(against)
}

/** Without what only a run needs to go on. */
function inShort(verdict: Verdict): Verdict {
  switch (verdict.kind) {
    case 'act':
    case 'over':
      return { kind: verdict.kind }
    case 'hold':
      return { kind: verdict.kind, because: verdict.because, until: verdict.until }
    case 'people':
      return { kind: verdict.kind, because: verdict.because }
  }
}
