import { prepare } from '../../actions/prepare.ts'
import type { Guard } from '../../domain/guards/guard.ts'
import type { CallForPeople } from '../../domain/call-for-people.ts'
import { lineNamedIn } from '../../domain/incident-id.ts'
import { otherNames } from '../../domain/line-names.ts'
import { own } from '../../domain/own.ts'
import { maintenanceOf } from '../maintenance-of.ts'
import { escalate } from '../escalate.ts'
import type { Projection } from '../projection.ts'
import { suggest } from '../suggest.ts'
import { takeIn } from '../take-in.ts'
import { tryCountermeasures } from '../try-countermeasures.ts'
import type { Actions, PlaybookPorts } from '../what-it-would-do.ts'
import type { Scene } from './scene.ts'

/** What on-change would start. Its runs go on as time passes; whatever follows by a message alone is left out. */
export function follow(scene: Scene, projection: Projection): void {
  switch (projection.kind) {
    case 'start':
      return start(scene, projection)
    case 'release':
      return scene.time.release(projection.callback)
    case 'escalation':
      return followUp(scene, projection.call)
    case 'undo':
      return scene.book.undone(projection.playbook, lineNamedIn(projection.incident))
    case 'light':
    case 'events':
    case 'notices':
    case 'record':
    case 'refill':
  }
}

function start(
  scene: Scene,
  { playbook: name, incident, suggest: suggests, attempt = 1 }: Extract<Projection, { kind: 'start' }>,
) {
  const playbook = own(scene.known.config.playbooks, name)
  if (playbook === undefined) return
  scene.book.started(name, lineNamedIn(incident), suggests)
  const ports = portsOf(scene, name)
  const steps = scene.time.steps(`${incident}-${attempt}`)
  const run = suggests
    ? suggest(ports, steps, incident, playbook)
    : tryCountermeasures(ports, steps, incident, playbook)
  run.catch(scene.fault)
}

function followUp({ table, time, known, options, fault }: Scene, call: CallForPeople): void {
  const ports = {
    incidents: table.incidents,
    clock: time.clock,
    lines: known.lines,
    onCall: async () => 'the rota is not read in a replay',
  }
  escalate(ports, time.steps(`escalation ${call.incident} ${call.version}`), call).catch(fault)
  if (options.answeredAfter === undefined) return
  const { incident, version } = call
  const answer = {
    kind: 'answer',
    id: `replay ${incident} ${version}`,
    incident,
    by: 'the replay',
    via: 'bus',
  } as const
  const then = Date.parse(call.at) + options.answeredAfter * 1000
  time.at(then, () => void takeIn({ incidents: table.incidents, clock: time.clock }, answer).catch(fault))
}

function portsOf({ known, table, time, book }: Scene, playbook: string): PlaybookPorts {
  return {
    incidents: table.incidents,
    hands: {
      of: (names, on) => table.hands.of(names, on),
      add: async (before, deed, on) => {
        await table.hands.add(before, deed, on)
        book.acted(playbook, on.line)
      },
    },
    machines: async () => ({ kind: 'run' }),
    // Of what CloudWatch muted, its events say so themselves.
    maintenance: maintenanceOf({ lines: known.lines, muted: async () => undefined, home: known.home }),
    protection: async () => ({ kind: 'none' }),
    clock: time.clock,
    guards: known.guards.map((guard) => noted(guard, book)),
    otherNames: (line) => otherNames(known.config.lines, line),
    actions: actionsOf(known),
    playbook,
    rules: (line) => known.rules(playbook, line),
  }
}

const noted = (guard: Guard, book: Scene['book']): Guard => ({
  ...guard,
  judge(facts, now) {
    const verdict = guard.judge(facts, now)
    if (verdict.kind === 'hold' || verdict.kind === 'people') book.objected(guard.name, facts.incident, verdict.because)
    return verdict
  },
})

/** Whatever it would have seen, it acts: what it would have come to is told to nobody. */
const actionsOf = ({ actions, home }: Scene['known']): Actions => ({
  async ready(data, inputs) {
    const { action, input, locks, title } = prepare(actions.get(data.action), data, inputs, home.account)
    const { wait, atMostOnce } = action
    return {
      locks,
      input,
      wait,
      atMostOnce,
      title: () => title(),
      look: async () => ({}),
      reach: () => ({ changes: { arns: [] } }),
      act: async () => 'it would have been done',
    }
  },
})
