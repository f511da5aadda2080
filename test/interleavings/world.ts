import { toRun } from '../../functions/adapters/invoked-run.ts'
import { rulesOf } from '../../functions/config/rules-of.ts'
import { Unusable } from '../../functions/domain/place.ts'
import type { Incoming } from '../../functions/domain/settle.ts'
import type { Writes } from '../../functions/domain/writes.ts'
import { runPlaybook } from '../../functions/usecases/run-playbook.ts'
import type { Steps } from '../../functions/usecases/steps.ts'
import { takeInAll } from '../../functions/usecases/take-in.ts'
import { anAlarm, aPull, home } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'
import { configOf } from './a-config.ts'
import { DurableRuns, type Execution } from './durable-runs.ts'
import type { Broken, Written } from './facts.ts'
import { alarms, type Happening, type History } from './history.ts'
import { ImitatedAws, inWords } from './imitated-aws.ts'
import { OnChange } from './on-change.ts'
import { People } from './people.ts'
import { Switches } from './switches.ts'
import { turnedHands, turnedTable } from './turned-table.ts'
import { Process, Turns } from './turns.ts'

/** The real decisions and use cases, on a table, a Lambda and an AWS in memory, with people around them. */
export class World {
  readonly turns: Turns
  readonly aws: ImitatedAws
  readonly runs: DurableRuns
  readonly written: Written[] = []
  readonly switches: Switches
  readonly people: People
  /** What happened, for people who look for the cause. */
  readonly #told: { readonly seq: number; readonly at: number; readonly text: () => string }[] = []
  /** What was wrong while it happened. */
  readonly wrong: string[] = []
  readonly history: History
  readonly #config
  readonly #table = aTable()
  readonly #broken: Broken
  readonly #rulesOf
  readonly #machines
  readonly #onChange: OnChange
  readonly #tableFor
  readonly #handsFor

  constructor(history: History, broken: Broken = {}) {
    this.history = history
    this.#config = configOf(history)
    this.#broken = broken
    this.turns = new Turns(history.choices)
    this.aws = new ImitatedAws(this.turns, history.fates)
    const repeats = broken.what === 'at-most-once'
    this.runs = new DurableRuns(this.turns, (...played) => this.#play(...played), repeats)
    this.#rulesOf = rulesOf(this.#config, home)
    this.people = new People(history, {
      turns: this.turns,
      incidents: this.incidents,
      comes: (incoming, deliveries) => this.#comes(incoming, deliveries),
      tell: (text) => this.#tell(text),
    })
    this.switches = new Switches(this.turns)
    this.#machines = this.switches.readMachines()
    const { incidents, listings, hands } = this.#table.ports
    this.#tableFor = turnedTable(this.turns, incidents, (written) => this.#note(written))
    this.#handsFor = turnedHands(this.turns, hands, broken.what === 'leases')
    this.#onChange = new OnChange({
      turns: this.turns,
      history,
      tableFor: this.#tableFor,
      listings,
      start: (name, payload) => this.#start(name, payload),
      release: (callback) => broken.what === 'releases' || this.runs.release(callback),
      setAside: (reason) => this.#tell(() => `set aside: ${reason}`),
    })
    const ambushes = [...history.ambushes]
    this.aws.onLook = () => {
      const next = ambushes.shift()
      if (next !== undefined) this.turns.afterTurns(next.turns, () => this.#happen(next.what))
    }
    this.turns.onQuiet = () => this.#lookAround()
  }

  incidents = () => this.#table.incidents()

  /** Lives through it to its end. */
  async live(): Promise<this> {
    let at = 0
    for (const { after, what } of this.history.happenings) this.turns.after((at += after), () => this.#happen(what))
    await this.turns.run()
    return this
  }

  /** Put into words only when somebody reads it: ten thousand histories are seldom read. */
  #tell(text: () => string): void {
    this.#told.push({ seq: this.turns.seq, at: this.turns.now, text })
  }

  told(): string[] {
    const calls = this.aws.calls.map((call) => ({ ...call.start, text: () => `AWS: ${inWords(call)}` }))
    return [...this.#told, ...calls]
      .toSorted((one, other) => one.seq - other.seq)
      .map(({ seq, at, text }) => `${String(seq).padStart(5)} ${new Date(at).toISOString().slice(11, 21)} ${text()}`)
  }

  #happen(what: Happening['what']): void {
    switch (what.kind) {
      case 'alarm': {
        const { line, playbook } = alarms[what.alarm]!
        const trust = this.history.trust[playbook]
        const signal = anAlarm({
          name: `${line}-${what.alarm}`,
          at: this.turns.at(),
          state: what.state,
          line,
          playbook: { name: playbook, title: playbook, atMostPerHour: 5, trust },
          ...(what.state === 'no-data' && { noData: 'keep' as const }),
        })
        return this.#comes(signal, what.deliveries)
      }
      case 'cord': {
        const { line, click, deliveries } = what
        return this.#comes(aPull({ at: this.turns.at(), click, line, key: `cord ${line}`, by: 'a cord' }), deliveries)
      }
      case 'act':
        return this.people.act(what)
      case 'machines':
        this.#tell(() => `machines of ${what.scope}: ${what.to}`)
        return void this.switches.switched.push({ seq: this.turns.seq, at: this.turns.now, ...what })
      case 'maintenance': {
        const { line, seconds } = what
        this.#tell(() => `people work on ${line} for ${seconds} s`)
        return void this.switches.windows.push({ line, from: this.turns.now, until: this.turns.now + seconds * 1000 })
      }
      case 'touched':
        this.#tell(() => `somebody changes ${what.resource}`)
        return this.aws.change(what.resource)
      case 'outage':
        this.#tell(() => `nothing answers for ${what.seconds} s`)
        this.turns.deafUntil = Math.max(this.turns.deafUntil, this.turns.now + what.seconds * 1000)
    }
  }

  #comes(incoming: Incoming, deliveries: readonly number[]): void {
    for (const seconds of deliveries) this.turns.after(seconds, () => this.#deliver(incoming))
  }

  #deliver(incoming: Incoming): void {
    const again = () => this.turns.after(30, () => this.#deliver(incoming))
    const process = new Process(`on-signal ${incoming.kind}`, again)
    const ports = { incidents: this.#tableFor(process), clock: this.turns.clockOf(process) }
    void takeInAll(ports, [incoming]).then(([outcome]) => {
      if (outcome?.kind === 'failed' && !(outcome.error instanceof Unusable)) again()
      else this.#tell(() => `taken in: ${incoming.kind} ${'state' in incoming ? incoming.state : ''}`)
      this.turns.drop(process)
    })
  }

  #start(name: string, payload: unknown): void {
    if (this.#broken.what === 'starts' && name.endsWith('-1')) return
    this.runs.start(name, payload)
    this.#tell(() => `Lambda starts ${name}`)
  }

  #play(process: Process, execution: Execution, steps: Steps): Promise<unknown> {
    const run = toRun(execution.payload)
    return runPlaybook(
      {
        incidents: this.#tableFor(process),
        hands: this.#handsFor(process),
        machines: async (line) => {
          await this.turns.turn(process)
          return this.#machines(line)
        },
        clock: this.turns.clockOf(process),
        playbooks: this.#config.playbooks,
        rulesOf: this.#rulesOf,
        actionsOf: (one) => ({
          ...this.aws.actionsFor(process, execution, one),
          protection: async () => ({ kind: 'none' }),
        }),
        maintenance: async ({ line }) => this.switches.maintenanceOf(line),
        ...(this.#broken.guards && { guards: this.#broken.guards }),
      },
      steps,
      run,
    )
  }

  #note(written: Writes): void {
    const { change } = written
    if (change) {
      this.written.push({ seq: this.turns.seq, at: this.turns.now, change })
      this.#tell(() => `${change.after.id}: ${change.after.state}, ${change.entry.kind}: ${change.entry.text}`)
      this.people.see(change)
    }
    this.#onChange.put(written)
  }

  /** Nobody has anything to do, and time is about to pass: whoever is said to work must wait for something named. */
  #lookAround(): void {
    for (const { id, state, runs = 1, held } of this.incidents()) {
      if (state !== 'working' && state !== 'approval' && held === undefined) continue
      if (this.#onChange.isDue(id)) continue
      const run = this.runs.executions.get(`${id}-${runs}`)
      const at = new Date(this.turns.now).toISOString()
      if (run === undefined || run.state !== 'running')
        this.wrong.push(`working: ${id} is ${state}${held ? ', held,' : ''} at ${at}, and nothing works`)
      else if (state === 'approval' && held === undefined)
        this.wrong.push(`stuck: ${id} asks nobody knows what at ${at}`)
    }
  }
}
