import { type Call, inWords } from './imitated-aws.ts'
import {
  begunActsOf,
  laterOn,
  lineOf,
  type Oracle,
  stopsOf,
  switchedOff,
  valuesDuring,
  whileActing,
} from './recorded.ts'
import type { World } from './world.ts'

// One oracle for each guard that a moment cannot show: what it watches for, read from what was recorded.

export function withinCooldown(world: World): string[] {
  const acts = begunActsOf(world)
  const { cooldown } = world.history.rules
  return acts.flatMap((one) =>
    laterOn(acts, one)
      .filter(({ playbook, incident }) => playbook === one.playbook && incident !== one.incident)
      .filter(({ start }) => start.at < one.step.at + cooldown * 1000)
      .map((other) => `${inWords(other)} within ${cooldown} s after ${inWords(one)}`),
  )
}

export function pastBreaker(world: World): string[] {
  const { actsPerHour, machinesPerHour } = world.history.rules
  const acts = begunActsOf(world)
  return acts.flatMap((one) => {
    const lately = acts.filter(
      (other) =>
        other.mark !== one.mark &&
        lineOf(world, other) === lineOf(world, one) &&
        other.start.seq < one.start.seq &&
        other.step.at > one.start.at - 3_600_000,
    )
    const marks = (calls: readonly Call[]) => new Set(calls.map(({ mark }) => mark)).size
    const own = marks(lately.filter(({ playbook }) => playbook === one.playbook))
    return [
      ...(own >= actsPerHour ? [`${inWords(one)} after ${own} acts of its playbook within the hour`] : []),
      ...(marks(lately) >= machinesPerHour ? [`${inWords(one)} after ${marks(lately)} acts on its line`] : []),
    ]
  })
}

export function pastRadius(world: World): string[] {
  const { radius } = world.history.rules
  const acts = begunActsOf(world)
  return acts.flatMap((one) => {
    const lately = acts.filter((other) => other.start.seq <= one.start.seq && other.step.at > one.start.at - 3_600_000)
    const touched = new Set([...lately, one].map(({ resource }) => resource))
    return touched.size > radius ? [`${inWords(one)}, the ${touched.size}th of its group within the hour`] : []
  })
}

export const inWindow: Oracle = (world) =>
  begunActsOf(world).flatMap((call) =>
    world.switches.windows.some(
      ({ line, from, until }) => line === lineOf(world, call) && from < call.step.at && until > call.start.at,
    )
      ? [`${inWords(call)} while people worked on its line`]
      : [],
  )

/** What was read counts for half a minute. */
const believedFor = 30_000

/** What a person asked to be undone is that person's act; the switch is for what machines do by themselves. */
const byItself = (world: World) =>
  world.aws.calls.filter(
    ({ isUndo, goesOn, execution }) =>
      !goesOn && !(isUndo && JSON.stringify(world.runs.executions.get(execution)?.payload).includes('"asked"')),
  )

export const pastSwitch: Oracle = (world) =>
  byItself(world).flatMap((call) =>
    valuesDuring(switchedOff(world, lineOf(world, call)), call.step.at - believedFor, call.start.at).every(Boolean)
      ? [`${inWords(call)} while machines were stopped`]
      : [],
  )

export const onStoppedLine: Oracle = (world) =>
  byItself(world).flatMap((call) =>
    whileActing(stopsOf(world, lineOf(world, call)), call).every(Boolean)
      ? [`${inWords(call)} while its line was stopped`]
      : [],
  )
