import type { Objection } from '../incident.ts'
import { mostHeld, type Until } from '../hold.ts'
import type { Instant } from '../instant.ts'
import type { AboutToDo, Facts } from './guard-facts.ts'

export type { AboutToDo, Facts, Origins } from './guard-facts.ts'

/** A rule that every countermeasure passes before it may act. */
export interface Guard {
  /** The name of its file. */
  readonly name: string
  /** What it holds for is another machine's act: whoever waits for that waits for a machine, and no person is called. */
  readonly forAnotherMachine?: true
  readonly judge: (facts: Facts, now: Instant) => Verdict
}

/** One that stands, with what docs/playbooks.md says of it: `npm run docs` writes the table there. */
export interface DescribedGuard extends Guard {
  /** When it holds, or calls people. */
  readonly objectsWhen: string
  /** The setting in the config that changes it, and what holds without; or until when it holds. */
  readonly unlessTold?: string
}

/** `because` goes on from "held: " and from "people are called: ". */
export type Verdict =
  | { readonly kind: 'act' }
  /** The alarm said OK, or a person said it is resolved. */
  | { readonly kind: 'over' }
  /** The machine must wait. */
  | { readonly kind: 'hold'; readonly because: string; readonly until: Until }
  /** It is for people; they are called unless they are at it already. */
  | { readonly kind: 'people'; readonly because: string }

/** What all guards say together. `guards` names those that are against it. */
export type JointVerdict =
  | Extract<Verdict, { kind: 'act' | 'over' }>
  | (Extract<Verdict, { kind: 'hold' | 'people' }> & {
      readonly guards: readonly string[]
      /** Each of them with its own reason. Missing in what an earlier version wrote down. */
      readonly against?: readonly Objection[]
      /** Of a hold: all that is in the way is what another machine is at. */
      readonly forAnotherMachine?: true
      /** What they were asked about, for whoever asks them again. */
      readonly about?: AboutToDo
    })

/** What one guard says by itself. */
export type OwnVerdict = Verdict & Pick<Guard, 'forAnotherMachine'> & { readonly guard: string }

export const verdictOf = ({ name, forAnotherMachine, judge }: Guard, facts: Facts, now: Instant): OwnVerdict => ({
  guard: name,
  ...(forAnotherMachine && { forAnotherMachine }),
  ...judge(facts, now),
})

/** Asks every guard, and gathers the reasons of all that object: clearing one cause may not be enough. */
export const mayAct = (guards: readonly Guard[], facts: Facts, now: Instant): JointVerdict =>
  together(
    guards.map((guard) => verdictOf(guard, facts, now)),
    facts,
  )

/** What the guards' own verdicts come to. */
export function together(verdicts: readonly OwnVerdict[], facts: Facts): JointVerdict {
  if (verdicts.some(({ kind }) => kind === 'over')) return { kind: 'over' }
  const against = verdicts.filter((verdict) => verdict.kind === 'hold' || verdict.kind === 'people')
  const because = inOneSentence(against.map((verdict) => verdict.because))
  const known = {
    guards: against.map(({ guard }) => guard),
    against: against.map(objectionOf),
    ...(against.every(({ forAnotherMachine }) => forAnotherMachine) && { forAnotherMachine: true as const }),
    ...(facts.about && { about: facts.about }),
  }
  if (against.some(({ kind }) => kind === 'people')) return { kind: 'people', because, ...known }

  const until = firstToWaitFor(against.flatMap((verdict) => (verdict.kind === 'hold' ? verdict.until : [])))
  if (until === undefined) return { kind: 'act' }
  if (until.kind !== 'instant' && !hasPlaceToWait(facts)) {
    return { kind: 'people', because: `${because}, and ${mostHeld} playbooks already wait on this line`, ...known }
  }
  return { kind: 'hold', because, until, ...known }
}

function objectionOf(verdict: Extract<Verdict, { kind: 'hold' | 'people' }> & { readonly guard: string }): Objection {
  const { guard, because } = verdict
  if (verdict.kind === 'people') return { guard, because, until: 'people' }
  const { until } = verdict
  return { guard, because, until: until.kind, ...(until.kind === 'instant' && { at: until.at }) }
}

const inOneSentence = (reasons: readonly string[]) => [...new Set(reasons)].join(', and ')

/**
 * The playbook waits for one thing at a time, then asks all guards again. Time passes by itself, so it comes first; a
 * person is asked last, once nothing else is in the way.
 */
function firstToWaitFor(holds: readonly Until[]): Until | undefined {
  const instants = holds.flatMap((until) => (until.kind === 'instant' ? until.at : []))
  const latest = instants.toSorted().at(-1)
  if (latest !== undefined) return { kind: 'instant', at: latest }
  return holds.find(({ kind }) => kind === 'line-cleared') ?? holds[0]
}

/** The line's item names who waits to be told to go on. */
function hasPlaceToWait({ incident, line }: Facts): boolean {
  const held = line?.held ?? []
  return held.length < mostHeld || held.some(({ incident: id }) => id === incident.id)
}
