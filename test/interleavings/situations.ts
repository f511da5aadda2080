import type { EntryKind } from '../../functions/domain/incident.ts'
import type { Property } from './oracles.ts'
import { actsOf, changesOf, has, lineOf } from './recorded.ts'
import type { World } from './world.ts'

// A property that never saw its danger has proved nothing: so these are counted.

type Situations = Readonly<Record<string, (world: World) => boolean>>

const says = (world: World, kind: EntryKind, words: RegExp) =>
  world.written.some(({ change: { entry } }) => entry.kind === kind && words.test(entry.text))

/** Whether two calls were of different incidents and alike in this. */
const ofTwo = (world: World, alike: 'resource' | 'playbook', within: number) => {
  const acts = actsOf(world)
  return acts.some((one) =>
    acts.some(
      (other) =>
        one.incident !== other.incident &&
        one[alike] === other[alike] &&
        Math.abs(other.start.at - one.start.at) < within * 1000,
    ),
  )
}
const triedAgain = (world: World, isOne: (call: ReturnType<typeof actsOf>[number]) => boolean) => {
  const marks = actsOf(world).flatMap((call) => (isOne(call) ? call.mark : []))
  return new Set(marks).size < marks.length
}
const resumedBecause = (world: World, words: RegExp) => says(world, 'resumed', words)

export const situations: Readonly<Record<Property, Situations>> = {
  'never two machines on one resource': {
    'two incidents, one resource, within an hour': (world) => ofTwo(world, 'resource', 3600),
    'a machine waited for another': (world) => says(world, 'held', /is at \w+ for another incident/),
    'it was at it for longer than its proof takes': ({ aws }) => aws.calls.some(({ goesOn }) => goesOn),
    'it was undone': (world) => world.aws.calls.some(({ isUndo }) => isUndo),
  },
  'never within a cooldown': {
    'a playbook waited': (world) => says(world, 'held', /acted on \w+ a moment ago/),
    'a playbook acted for two incidents': (world) => ofTwo(world, 'playbook', 3600),
  },
  'never past a breaker': {
    'of a playbook': (world) =>
      says(world, 'called', /^people are called: .*\w+ acted \d+ times within the hour, its limit/),
    'of a line': (world) => says(world, 'called', /machines acted \d+ times/),
  },
  'never past a radius': {
    'people were called instead': (world) => says(world, 'called', /machines would have acted on \d+/),
  },
  'never within a maintenance window': {
    'a machine waited for its end': (world) => says(world, 'held', /people work on it/),
  },
  'never past a kill switch': {
    stopped: (world) => says(world, 'called', /the machines are stopped/),
    unreadable: (world) => says(world, 'held', /nobody can tell whether the machines are stopped/),
    'set while a run was under way': (world) =>
      world.switches.switched.some(
        ({ seq, to }) =>
          to === 'stopped' && actsOf(world).some(({ step, end }) => step.seq < seq && (end?.seq ?? 0) > seq),
      ),
  },
  'never on a stopped line': {
    'a playbook waited for the line': (world) => says(world, 'held', /the line is stopped/),
    'it acted once the line went on': (world) => resumedBecause(world, /no longer stopped/),
    'stopped between a look and an act': (world) =>
      actsOf(world).some((call) =>
        world.written.some(
          ({ seq, change: { after } }) =>
            after.state === 'stop' &&
            after.line === lineOf(world, call) &&
            seq > call.step.seq - 20 &&
            seq < call.start.seq,
        ),
      ),
  },
  'never after a hold, a refusal or the end of its incident': {
    refused: (world) => says(world, 'refused', /refuses/),
    'went on after a hold': (world) => says(world, 'resumed', /./),
    'resolved while a machine was at it': (world) =>
      world.written.some(({ change: { before, after } }) => before?.state === 'working' && after.state === 'resolved'),
    'answered by people while it was held': (world) =>
      world.written.some(
        ({ change: { before, entry } }) => entry.kind === 'acknowledged' && before?.held !== undefined,
      ),
    'taken over by people': (world) => says(world, 'called', /cannot be proved/),
  },
  'never by someone who may not, and never another plan than was approved': {
    'approved, and done': (world) => says(world, 'approved', /./) && actsOf(world).length > 0,
    'started by a person, and done': (world) => actsOf(world).some(({ incident }) => has(world, incident, 'run-asked')),
    'tried by somebody who may not': ({ people: { asked } }) =>
      [...asked.values()].some(({ by, what }) => by === 'eve' && what === 'approve'),
    'tried too late, twice, or of another plan': (world) =>
      [...world.people.asked].some(
        ([id, { what, incident }]) =>
          what === 'approve' && !changesOf(world, incident).some(({ change: { after } }) => after.decision === id),
      ),
    'asked anew, for what was seen has changed': (world) =>
      world.written.filter(({ change: { entry } }) => entry.text.startsWith('waits for a decision')).length > 1,
    'nobody decided in time': (world) => says(world, 'called', /nobody decided within/),
  },
  'never twice': {
    'an act was tried again': (world) => triedAgain(world, ({ atMostOnce, goesOn }) => !atMostOnce && !goesOn),
    'killed in an act': (world) => actsOf(world).some(({ end }) => end === undefined),
    'broke off, and was not done again': (world) => says(world, 'countermeasure-finished', /it broke off/),
    'throttled, and done again': (world) => triedAgain(world, ({ atMostOnce, goesOn }) => atMostOnce && !goesOn),
  },
  'never stuck': {
    'told to go on': (world) => resumedBecause(world, /a person decided|no longer stopped/),
    'waited in vain': ({ runs }) => [...runs.executions.values()].some(({ timedOut }) => timedOut.length > 0),
    'killed, and gone on': ({ turns }) => turns.kills > 0,
    'nothing answered for minutes': (world) => says(world, 'called', /the playbook could not go on: /),
  },
  'never `working` while nothing works': {
    'all was tried': (world) => says(world, 'called', /has not cleared/),
    'a start that was tried again': ({ history, written }) =>
      history.starts.includes(false) && written.some(({ change: { after } }) => after.state === 'working'),
    'a start that never came': (world) => says(world, 'called', /could not start/),
    'cleared by the alarm after an act': (world) => says(world, 'resolved', /^the alarm cleared after/),
  },
}
