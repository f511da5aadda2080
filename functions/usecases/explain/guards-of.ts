import type { Facts } from '../../domain/guards/guard-facts.ts'
import { type AboutToDo, type OwnVerdict, together, type Verdict, verdictOf } from '../../domain/guards/guard.ts'
import type { Incident } from '../../domain/incident.ts'
import type { Started } from './started.ts'
import { type AboutGuard, isNot, type ReadyPart } from './explanation.ts'
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
/** A fact that was not asked for, which is another thing than one that could not be read. */
class NotAsked extends Error {
  override readonly name = 'NotAsked'
}
const needsTable = 'not asked: needs the table'
const needsLook = 'not asked: needs a look at AWS'

/**
 * Without the table, a guard that needs more than the incident and the plan cannot judge: whatever facts there will be.
 * Where it was asked, and looking has failed, guards are asked as a run asks them before it looks.
 */
function factsFor({ incident }: Started, { about, act }: AboutAct): Facts {
  if (act === undefined)
    return onlyKnown(nobodyKnows(incident, onlyKnown(about, aboutKnown, needsLook)), known, needsTable)
  if (!isNot(act.looked)) return { ...act.facts, incident, about }
  const { plan: _, ...before } = about
  return { ...act.facts, incident, about: before }
}

const known: ReadonlySet<PropertyKey> = new Set(['incident', 'about'])
const aboutKnown: ReadonlySet<PropertyKey> = new Set(['playbook', 'mark', 'resource', 'rules', 'plan'])

const nobodyKnows = (incident: Incident, about: AboutToDo): Facts => ({
  incident,
  about,
  line: undefined,
  machines: { kind: 'unknown', because: needsTable },
  maintenance: { kind: 'unknown', because: needsTable },
})

function onlyKnown<T extends object>(facts: T, names: ReadonlySet<PropertyKey>, otherwise: string): T {
  return new Proxy(facts, {
    get(all, name, receiver): unknown {
      if (typeof name === 'string' && !names.has(name)) throw new NotAsked(otherwise)
      return Reflect.get(all, name, receiver)
    },
  })
}

function unlessNotAsked(judge: () => OwnVerdict, guard: string): AboutGuard {
  try {
    return judge()
  } catch (error) {
    if (error instanceof NotAsked) return { guard, not: error.message }
    throw error
  }
}

/** One that objects whatever the table says is told all the same. */
function withoutTable(known: readonly OwnVerdict[]): Guarded['together'] {
  const [against] = known.filter(({ kind }) => kind === 'hold' || kind === 'people')
  return against === undefined ? { not: needsTable } : inShort(against)
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
