import { CannotAct } from '../../functions/actions/failure.ts'
import { decide } from '../../functions/domain/decide.ts'
import type { Guard } from '../../functions/domain/guards/guard.ts'
import type { Change, Incident } from '../../functions/domain/incident.ts'
import { changed, resolved } from '../../functions/domain/incident-changes.ts'
import { handedOver, letGoOn } from '../../functions/domain/run-changes.ts'
import { mostHeld } from '../../functions/domain/hold.ts'
import { type Line, newLine, withChange } from '../../functions/domain/line.ts'
import type { PlaybookPorts, ReadyAction } from '../../functions/usecases/what-it-would-do.ts'
import type { Signal } from '../../functions/domain/signal.ts'
import { StepFailed, type Steps } from '../../functions/usecases/steps.ts'
import { tryCountermeasures } from '../../functions/usecases/try-countermeasures.ts'
import type { Instant } from '../../functions/domain/instant.ts'
import type { MachinesSwitch } from '../../functions/domain/machines-switch.ts'
import type { Maintenance } from '../../functions/domain/maintenance.ts'
import type { ReadProtection } from '../../functions/ports.ts'
import { handsInMemory, quiet, someRules } from './hands-in-memory.ts'
import { anAlarm, aPull, at, restartCheckout } from '../signals.ts'

interface RunOptions {
  readonly failing?: string[]
  readonly guards?: Guard[]
  /** What has opened it: an alarm unless told. */
  readonly by?: Signal
  /** A minute after nine unless told. */
  readonly time?: () => Instant
}

/** An incident that a machine is at, and a team of steps that fail as told. */
export function aRun({
  failing = [],
  guards,
  by = anAlarm({ playbook: restartCheckout }),
  time = () => at('09:01'),
}: RunOptions = {}) {
  const opened = decide(undefined, by)
  if (opened.kind !== 'change') throw new Error('expected a change')
  const pulled = decide(undefined, aPull({ click: 'LONG' }))
  if (pulled.kind !== 'change') throw new Error('expected a change')
  let incident: Incident = opened.change.after
  let line: Line | undefined = withChange(newLine('checkout', at('09:00')), opened.change, true, at('09:00'))
  const said: string[] = []
  const hands = handsInMemory(async () => line)
  let known: readonly AnAction[] = []
  const ports: PlaybookPorts = {
    incidents: {
      find: async () => incident,
      line: async () => line,
      lookUp: async () => ({
        memoryOf: () => undefined,
        incident: () => undefined,
        line: () => undefined,
        demotionOf: () => hands.demotion,
      }),
      cut: (writes) => [writes],
      timelineOf: async () => [],
      save: async (...writes) => {
        for (const { change, demotion, line: written } of writes) {
          world.onSave(change)
          if (change) [incident] = [change.after, said.push(change.entry.text)]
          if (demotion) hands.demotion = demotion.after
          if (written) line = written.after
        }
      },
    },
    hands,
    machines: async () => world.machines,
    maintenance: async () => world.maintenance,
    protection: async (arns) => world.protection(arns),
    playbook: 'restart-checkout',
    rules: () => someRules,
    clock: { now: time, pause: async () => undefined, chance: () => 0 },
    actions: {
      async ready({ action: name }) {
        const found = known.find((action) => action.name === name)
        if (found === undefined) throw new CannotAct(`this version of Andon has no action ${name}`)
        return found
      },
    },
    ...(guards && { guards }),
  }
  const waited: string[] = []
  const steps: Steps = {
    step: async (name, work) => {
      world.onStep(name)
      if (failing.includes(name)) throw new StepFailed('the service does not answer')
      return work()
    },
    wait: async (name) => {
      waited.push(name)
      world.onWait()
    },
    callback: async (name) => ({
      id: `callback of ${name}`,
      ended: async () => {
        waited.push(name)
        return world.onHold()
      },
    }),
  }
  const world = {
    machines: { kind: 'run' } as MachinesSwitch,
    maintenance: { kind: 'none' } as Maintenance,
    protection: quiet.protection as ReadProtection,
    onWait: () => {},
    onStep: (() => {}) as (name: string) => void,
    onSave: (() => {}) as (change: Change | undefined) => void,
    onHold: (): 'succeeded' | 'timed-out' => (world.goesOn(), 'succeeded'),
    clears: () => {
      const change = resolved(incident, at('09:02'), 'the alarm')
      incident = change.after
      if (line) line = withChange(line, change, false, at('09:02'))
    },
    reopens: (as: Incident) => (incident = { ...as, version: incident.version + 1 }),
    becomes: (as: Incident) => void (incident = as),
    /** What somebody else writes. */
    changes: (change: Change) => {
      incident = change.after
      said.push(change.entry.text)
      if (line) line = withChange(line, change, false, at('09:02'))
    },
    taken: () => (incident = changed(incident, { state: 'help' }, 'changed', at('09:02'), 'ada has it').after),
    decides: (goesOn: boolean) => {
      const change = goesOn ? letGoOn(incident, 'ada', at('09:02')) : handedOver(incident, 'ada refuses', at('09:02'))
      if (change === undefined) throw new Error('nobody was asked')
      incident = change.after
      said.push(change.entry.text)
      if (line) line = withChange(line, change, false, at('09:02'))
    },
    lost: () => (line = undefined),
    stops: () => (line = withChange(line!, pulled.change, false, at('09:01'))),
    goesOn: () =>
      (line = withChange(line!, resolved(pulled.change.after, at('09:03'), 'cord desk-1'), false, at('09:03'))),
    crowded: () => {
      world.stops()
      const held = Array.from({ length: mostHeld }, (_, i) => ({ incident: `other-${i}`, callback: `other-${i}` }))
      line = { ...line!, held }
    },
  }
  const run = (...actions: AnAction[]) => {
    known = actions
    return runOf(...actions.map(({ name }) => name))
  }
  /** Of actions by their names, which there may not be. */
  const runOf = (...names: string[]) =>
    tryCountermeasures(ports, steps, incident.id, {
      title: 'Restart checkout',
      countermeasures: names.map((action) => ({ do: { action, with: { on: 'x' } }, wait: { minutes: 5 } })),
    })
  return { run, runOf, hands, ports, steps, world, said, waited, now: () => incident, onLine: () => line }
}

/** What it does may change in the course of a story. */
type AnAction = { -readonly [Part in keyof ReadyAction]: ReadyAction[Part] } & { readonly name: string; acts: number }

export const anAction = (name: string, more: Partial<ReadyAction> = {}): AnAction => ({
  name,
  input: { on: 'x' },
  locks: `a ${name}`,
  wait: { minutes: 3 },
  atMostOnce: false,
  title: () => `do ${name}`,
  acts: 0,
  look: async () => ({}),
  reach: () => ({ changes: { arns: [] } }),
  async act() {
    this.acts++
    return `${name} done`
  },
  ...more,
})
