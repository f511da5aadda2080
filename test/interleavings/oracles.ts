import type { Execution } from './durable-runs.ts'
import { inWindow, onStoppedLine, pastBreaker, pastRadius, pastSwitch, withinCooldown } from './guard-oracles.ts'
import { may } from './history.ts'
import { type Call, inWords } from './imitated-aws.ts'
import {
  actsOf,
  begunActsOf,
  changesOf,
  laterOn,
  lifeOf,
  type Oracle,
  proofDue,
  stopsOf,
  valuesDuring,
  whileActing,
} from './recorded.ts'
import type { World } from './world.ts'

function twoMachines(world: World): string[] {
  const { calls } = world.aws
  return calls.flatMap((one) =>
    laterOn(calls, one).flatMap((other) => {
      const isAtOnce = other.start.seq < (one.end?.seq ?? 0) && other.execution !== one.execution
      const isWaitedFor =
        !one.isUndo &&
        !other.goesOn &&
        other.incident !== one.incident &&
        other.start.at < proofDue(one) &&
        whileActing(lifeOf(world, one.incident), other).every(
          ({ state, tried }) => state !== 'resolved' || tried.some(({ outcome }) => outcome === undefined),
        )
      return isAtOnce || isWaitedFor ? [`${inWords(other)} while at it: ${inWords(one)}`] : []
    }),
  )
}

const afterAHold: Oracle = (world) =>
  begunActsOf(world).flatMap((call) => {
    const seen = whileActing(lifeOf(world, call.incident), call)
    if (seen.every(({ state }) => state !== 'working')) return [`${inWords(call)} while it was ${seen[0]?.state}`]
    if (seen.every(({ held }) => held !== undefined)) return [`${inWords(call)} while it was held`]
    return isWithPeople(world, call) ? [`${inWords(call)} after people had taken it over`] : []
  })

/** They were called, refused or answered before the step began, and nobody has started a run since. */
function isWithPeople(world: World, { incident, step }: Call): boolean {
  const before = changesOf(world, incident).filter(({ seq }) => seq < step.seq)
  const started = before.findLastIndex(({ change: { entry } }) => entry.kind === 'run-asked')
  return before
    .slice(started + 1)
    .some(
      ({ change: { after, entry } }) =>
        entry.kind === 'called' ||
        entry.kind === 'refused' ||
        (entry.kind === 'acknowledged' && after.state !== 'approval'),
    )
}

/** A `yes` counts for one act, of what the person saw, if that person may. */
function unapproved(world: World): string[] {
  const used = new Set<number>()
  const isAllowed = new Set<string>()
  return begunActsOf(world).flatMap((call) => {
    const { trust = 'auto' } = lifeOf(world, call.incident)[0]?.value ?? {}
    // A second try of one act needs no second yes.
    if (trust === 'auto' || isAllowed.has(call.mark)) return []
    const yes = yesesTo(world, call).find((seq) => !used.has(seq))
    if (yes === undefined) return [`${inWords(call)}, which nobody who may has approved`]
    used.add(yes)
    isAllowed.add(call.mark)
    return []
  })
}

function yesesTo(world: World, call: Call): number[] {
  return changesOf(world, call.incident).flatMap(({ seq, change: { after, entry } }, nth, all) => {
    if (seq > call.start.seq || (entry.kind !== 'approved' && entry.kind !== 'run-asked')) return []
    const asked = world.people.asked.get(after.decision ?? '')
    const needed = entry.kind === 'approved' ? 'approve' : 'run'
    if (asked === undefined || asked.title !== call.title || asked.what !== needed) return []
    if (!may[asked.by]?.[asked.line]?.includes(needed)) return []
    const starter = all.slice(0, nth).findLast(({ change }) => change.entry.kind === 'run-asked')
    const startedBy = world.people.asked.get(starter?.change.after.decision ?? '')?.by
    const isSamePerson = world.history.rules.twoPeople && needed === 'approve' && startedBy === asked.by
    return isSamePerson ? [] : [seq]
  })
}

function twice(world: World): string[] {
  const acts = actsOf(world)
  return acts.flatMap((call, nth) => {
    const before = acts.slice(0, nth).filter(({ mark }) => mark === call.mark)
    const isDoneAgain = call.atMostOnce && before.some(({ taken }) => taken)
    const isAnothers = before.some(({ execution }) => execution !== call.execution)
    const isAfterItsEnd = changesOf(world, call.incident).some(
      ({ seq, change: { after, entry } }) =>
        entry.kind === 'countermeasure-finished' &&
        seq < call.step.seq &&
        call.mark === `${after.id}-${after.tried.length - 1}`,
    )
    return [
      ...(isDoneAgain ? [`${inWords(call)}, which was done before, and may be done at most once`] : []),
      ...(isAnothers ? [`${inWords(call)}, which another run does`] : []),
      ...(isAfterItsEnd ? [`${inWords(call)}, after it had come to its end`] : []),
    ]
  })
}

/** Seconds within which whoever waits is told, however often Lambda and the table do not answer. */
const toldWithin = 900

function stuck(world: World): string[] {
  const executions = [...world.runs.executions.values()]
  return [
    ...world.wrong.filter((one) => one.startsWith('stuck')),
    ...executions.flatMap((run) => (isSound(run) ? [] : [`the run ${run.name} ${run.state}: ${String(run.because)}`])),
    ...executions.flatMap(({ name, timedOut }) =>
      timedOut.flatMap(({ at }) => (waitedForSomething(world, name, at) ? [] : [`${name} was not told to go on`])),
    ),
  ]
}

/** A suggestion or an undoing ends where nothing answers for minutes: its incident is people's, or over. */
const isSound = ({ state, payload }: Execution) =>
  state === 'succeeded' || (state === 'failed' && /"(?:suggest|undo)"/.test(JSON.stringify(payload)))

function waitedForSomething(world: World, execution: string, at: number): boolean {
  const incident = execution.replace(/-u?\d+$/, '')
  const turnAt = (time: number) => world.written.findLast((one) => one.at <= time)?.seq ?? 0
  const [from, to] = [turnAt(at - toldWithin * 1000), turnAt(at)]
  const life = lifeOf(world, incident)
  return (
    valuesDuring(life, from, to).some(({ state }) => state === 'approval') ||
    valuesDuring(stopsOf(world, life[0]?.value.line ?? ''), from, to).some(Boolean)
  )
}

const idle: Oracle = (world) => [
  ...world.wrong.filter((one) => one.startsWith('working')),
  ...world
    .incidents()
    .flatMap(({ id, state, held }) =>
      state === 'working' || state === 'approval' || held !== undefined ? [`${id} is ${state} for ever`] : [],
    ),
]

/** A guard more is an oracle more: one line here, and a situation in `situations.ts` that shows it was in danger. */
export const oracles = {
  'never two machines on one resource': twoMachines,
  'never within a cooldown': withinCooldown,
  'never past a breaker': pastBreaker,
  'never past a radius': pastRadius,
  'never within a maintenance window': inWindow,
  'never past a kill switch': pastSwitch,
  'never on a stopped line': onStoppedLine,
  'never after a hold, a refusal or the end of its incident': afterAHold,
  'never by someone who may not, and never another plan than was approved': unapproved,
  'never twice': twice,
  'never stuck': stuck,
  'never `working` while nothing works': idle,
} satisfies Record<string, Oracle>
export type Property = keyof typeof oracles
export const properties = Object.keys(oracles) as Property[]
