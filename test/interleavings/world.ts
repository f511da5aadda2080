import { ssmMachines } from '../../functions/adapters/ssm-machines.ts'
import type { AndonConfig, PlaybookConfig } from '../../functions/config/define-andon.ts'
import { rulesOf } from '../../functions/config/rules-of.ts'
import { whoMay } from '../../functions/config/who-may.ts'
import type { Guard } from '../../functions/domain/guards/guard.ts'
import type { Change, Entry, Incident } from '../../functions/domain/incident.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { Maintenance } from '../../functions/domain/maintenance.ts'
import type { Line } from '../../functions/domain/line.ts'
import { Unusable } from '../../functions/domain/place.ts'
import type { Incoming } from '../../functions/domain/settle.ts'
import type { Writes } from '../../functions/domain/writes.ts'
import { Conflict, type HandsOfMachines, type Incidents } from '../../functions/ports.ts'
import { toRun } from '../../functions/adapters/invoked-run.ts'
import { keepTrying } from '../../functions/usecases/keep-trying.ts'
import { linesNow } from '../../functions/usecases/lines-now.ts'
import { project, type ProjectPorts } from '../../functions/usecases/project.ts'
import type { Projection } from '../../functions/usecases/projection.ts'
import { runPlaybook } from '../../functions/usecases/run-playbook.ts'
import type { Steps } from '../../functions/usecases/steps.ts'
import { takeInAll } from '../../functions/usecases/take-in.ts'
import { anAlarm, aPull, home } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'
import { DurableRuns, type Execution } from './durable-runs.ts'
import { alarms, type Happening, type History, lines } from './history.ts'
import { ImitatedAws } from './imitated-aws.ts'
import { inWords } from './recorded.ts'
import { NoAnswer, Process, Turns } from './turns.ts'

/** What was written, and when. */
export interface Written {
  readonly seq: number
  readonly at: number
  readonly change: Change
}

type ActOnAnIncident = 'approve' | 'refuse' | 'run' | 'undo' | 'resolve'

/** What a person asked for, as they saw things. */
export interface Asked {
  readonly by: string
  readonly what: ActOnAnIncident
  readonly incident: string
  readonly line: string
  /** What was to be done, in the words that they saw. */
  readonly title: string
}

/** The switch as somebody set it. */
export interface Switched {
  readonly seq: number
  readonly at: number
  readonly scope: 'all' | (typeof lines)[number]
  readonly to: 'run' | 'stopped' | 'unreadable'
}

/** What does not work in a world in which an oracle is to find something wrong. */
export interface Broken {
  /** The only ones that are asked; left out: all. */
  readonly guards?: readonly Guard[]
  /**
   * Nobody is told to go on; no first run is started; an act is counted whatever others did meanwhile; what may be done at
   * most once is done again after it broke off.
   */
  readonly what?: 'releases' | 'starts' | 'leases' | 'at-most-once'
}

const arnOf = (person: string) => `arn:aws:sts::000000000000:assumed-role/Operators/${person}`
const patterns = (...people: string[]) => people.map((person) => `iam:${arnOf(person)}`)

function configOf({ rules, trust }: History) {
  const { cooldown, actsPerHour, machinesPerHour, radius, twoPeople, undoes } = rules
  const ofAll = {
    cooldown: { seconds: cooldown },
    actsPerHour,
    radius: { atMost: radius, percent: 0, within: { hours: 1 } },
    approval: { within: { minutes: 10 }, ...(twoPeople && { twoPeople: true as const }) },
  }
  const redeploy = { action: 'redeploy', with: { on: 'web' } }
  const reboot = { action: 'reboot', with: { on: 'host' } }
  const playbooks: Record<string, PlaybookConfig> = {
    restart: {
      title: 'Restart',
      trust: trust.restart,
      ...ofAll,
      countermeasures: [{ do: redeploy, ...(undoes && { afterwards: 'undo' }) }, { do: reboot }],
    },
    reboot: { title: 'Reboot', trust: trust.reboot, ...ofAll, countermeasures: [{ do: reboot }] },
    'reboot-twice': {
      title: 'Reboot twice',
      trust: trust['reboot-twice'],
      ...ofAll,
      countermeasures: [{ do: reboot }, { do: reboot }],
    },
  }
  const line = (approve: string[], run: string[]) => ({
    machinesPerHour,
    may: { approve: patterns(...approve), run: patterns(...run) },
  })
  return {
    playbooks,
    lines: { checkout: line(['ada', 'bob'], ['ada']), search: line(['ada'], ['ada']) },
  } as unknown as Pick<AndonConfig, 'playbooks' | 'lines'> & { playbooks: Record<string, PlaybookConfig> }
}

/** The real decisions and use cases, on a table, a Lambda and an AWS in memory, with people around them. */
export class World {
  readonly turns: Turns
  readonly aws: ImitatedAws
  readonly runs: DurableRuns
  readonly written: Written[] = []
  readonly switched: Switched[] = []
  /** When people worked on a line. */
  readonly maintained: { readonly line: string; readonly from: number; readonly until: number }[] = []
  /** By the id of the act. */
  readonly asked = new Map<string, Asked>()
  /** What happened, for people who look for the cause. */
  readonly #told: { readonly seq: number; readonly at: number; readonly text: () => string }[] = []
  /** What was wrong while it happened. */
  readonly wrong: string[] = []
  readonly setAside: string[] = []
  readonly history: History
  readonly #config
  readonly #table = aTable()
  readonly #broken: Broken
  readonly #mayDo
  readonly #rulesOf
  readonly #machines
  readonly #streams = new Map<string, { before: Line | undefined; after: Line }[] | Entry[]>()
  readonly #delivering = new Set<string>()
  readonly #shown = new Map<string, { plan: string; title: string }[]>()
  readonly #answers
  readonly #starts
  readonly #twice
  #acts = 0
  /** Projections that are tried later, as JSON. */
  readonly #later = new Set<string>()

  constructor(history: History, broken: Broken = {}) {
    this.history = history
    this.#config = configOf(history)
    this.#broken = broken
    this.turns = new Turns(history.choices)
    this.aws = new ImitatedAws(this.turns, history.fates)
    const repeats = broken.what === 'at-most-once'
    this.runs = new DurableRuns(this.turns, (...played) => this.#play(...played), repeats)
    this.#mayDo = whoMay(this.#config)
    this.#rulesOf = rulesOf(this.#config, home)
    this.#answers = [...history.answers]
    this.#starts = [...history.starts]
    this.#twice = [...history.streamTwice]
    const parameters = { send: async ({ input }: { input: { Names: string[] } }) => this.#parameters(input.Names) }
    this.#machines = ssmMachines(parameters as never, () => this.turns.now)
    const ambushes = [...history.ambushes]
    this.aws.onLook = () => {
      const next = ambushes.shift()
      if (next !== undefined) this.turns.afterTurns(next.turns, () => this.#happen(next.what))
    }
    this.turns.onQuiet = () => this.#lookAround()
  }

  incidents = () => this.#table.incidents()
  line = (name: string) => this.#table.line(name)

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
        return this.#actOfAPerson(what)
      case 'machines':
        this.#tell(() => `machines of ${what.scope}: ${what.to}`)
        return void this.switched.push({ seq: this.turns.seq, at: this.turns.now, ...what })
      case 'maintenance': {
        const { line, seconds } = what
        this.#tell(() => `people work on ${line} for ${seconds} s`)
        return void this.maintained.push({ line, from: this.turns.now, until: this.turns.now + seconds * 1000 })
      }
      case 'touched':
        this.#tell(() => `somebody changes ${what.resource}`)
        return this.aws.change(what.resource)
      case 'outage':
        this.#tell(() => `nothing answers for ${what.seconds} s`)
        this.turns.deafUntil = Math.max(this.turns.deafUntil, this.turns.now + what.seconds * 1000)
    }
  }

  #actOfAPerson({ by, what, incident: nth, plan, deliveries }: Extract<Happening['what'], { kind: 'act' }>): void {
    const incident = this.incidents().at(-1 - nth)
    if (incident === undefined) return
    const shown = this.#shown.get(incident.id) ?? []
    this.#does(by, what, incident, plan === 'shown' ? shown.at(-1) : shown[0], deliveries)
  }

  /** By the API, which asks who may. */
  #does(
    by: string,
    kind: ActOnAnIncident,
    { id: incident, line }: Incident,
    seen: { plan: string; title: string } | undefined,
    deliveries: readonly number[],
  ): void {
    if (seen === undefined && kind !== 'undo' && kind !== 'resolve') return
    const why = this.#mayDo(kind, line, arnOf(by))
    const id = `act-${this.#acts++}`
    const { plan, title } = seen ?? { plan: '', title: '' }
    this.asked.set(id, { by, what: kind, incident, line, title })
    this.#tell(() => `${by} wants to ${kind} ${incident} (${title}): ${why ?? id}`)
    if (why !== undefined) return
    const act = { id, incident, by: arnOf(by), via: 'api', plan, reason: 'why not' } as const
    this.#comes({ ...act, kind }, deliveries)
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

  /** Each item's changes come in their order, each at least once. */
  #flow(key: string): void {
    const queue = this.#streams.get(key)
    if (queue === undefined || queue.length === 0 || this.#delivering.has(key)) return
    this.#delivering.add(key)
    const batch = queue.slice()
    const twice = this.#twice.shift() ?? false
    const done = () => {
      this.#delivering.delete(key)
      if (!twice) queue.splice(0, batch.length)
      this.#flow(key)
    }
    const again = () => {
      this.#delivering.delete(key)
      this.turns.after(2, () => this.#flow(key))
    }
    const process = new Process('on-change', again)
    const ports = this.#projecting(process)
    const changes = key.startsWith('line')
      ? { lines: batch as { before: Line | undefined; after: Line }[], entries: [] }
      : { lines: [], entries: batch as Entry[] }
    this.turns.after(0.2, () => {
      project(ports, changes, linesNow(ports)).then(
        () => (this.turns.drop(process), done()),
        () => (this.turns.drop(process), again()),
      )
    })
  }

  #retry(projection: Projection, tries: number): void {
    const key = JSON.stringify(projection)
    const again = () => {
      this.#later.add(key)
      this.turns.after(30, () => this.#retry(projection, tries))
    }
    const process = new Process('on-change, again', again)
    const ports = this.#projecting(process)
    this.#later.delete(key)
    keepTrying(ports, projection, tries, linesNow(ports)(new Map())).then(
      () => this.turns.drop(process),
      () => (this.turns.drop(process), again()),
    )
  }

  #projecting(process: Process): ProjectPorts {
    const lambda = async (work: () => void) => {
      await this.turns.turn(process, true)
      if (this.#starts.shift() === false) throw new NoAnswer('Lambda is not there')
      work()
      await this.turns.turn(process, true)
    }
    const nothing = async () => undefined
    return {
      incidents: this.#tableFor(process),
      listings: this.#table.ports.listings,
      clock: this.turns.clockOf(process),
      light: { command: nothing },
      bus: { put: nothing },
      playbooks: {
        start: (playbook, incident, attempt, suggest) =>
          lambda(() =>
            this.#start(`${incident}-${attempt}`, { incident, playbook, ...(suggest ? { suggest } : { attempt }) }),
          ),
        undo: (playbook, incident, undo, version) =>
          lambda(() => this.#start(`${incident}-u${version}`, { incident, playbook, undo, version })),
        release: (callback) =>
          lambda(() => {
            if (this.#broken.what !== 'releases') this.runs.release(callback)
          }),
      },
      escalations: { start: nothing },
      notices: { put: nothing },
      records: { put: nothing },
      retries: {
        put: async (projection, tries, seconds) => {
          this.#later.add(JSON.stringify(projection))
          this.turns.after(seconds, () => this.#retry(projection, tries))
        },
      },
      deadLetters: { setAside: async (body, reason) => void this.setAside.push(`${reason}: ${body}`) },
      isFinal: () => false,
      lights: {},
      lines: { checkout: { channels: [] }, search: { channels: [] } },
    }
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
        maintenance: async ({ line }) => this.#maintenanceOf(line),
        ...(this.#broken.guards && { guards: this.#broken.guards }),
      },
      steps,
      run,
    )
  }

  /** Every read and write is a turn; a write is another one before its answer is heard, if it is. */
  #tableFor(process: Process): Incidents {
    const { incidents } = this.#table.ports
    const turn = () => this.turns.turn(process, true)
    return {
      ...incidents,
      find: async (id) => (await turn(), incidents.find(id)),
      line: async (name) => (await turn(), incidents.line(name)),
      lookUp: async (wanted) => (await turn(), incidents.lookUp(wanted)),
      save: async (...writes) => {
        await turn()
        await incidents.save(...writes)
        for (const each of writes) this.#note(each)
        await turn().catch((error: unknown) => {
          // The SDK asks once more by itself, and then hears that it is written: by whom, nobody says.
          throw this.turns.seq % 2 === 0 ? new Conflict() : error
        })
      },
    }
  }

  #handsFor(process: Process): HandsOfMachines {
    const { hands } = this.#table.ports
    const turn = () => this.turns.turn(process, true)
    return {
      of: async (names, on) => (await turn(), hands.of(names, on)),
      add: async (before, deed, on) => {
        await turn()
        const { playbook, resource } = deed
        const group = on.group?.name
        const now = await hands.of([on.line], { playbook, resource, ...(group !== undefined && { group }) })
        await hands.add(this.#broken.what === 'leases' && now.hands ? now.hands : before, deed, on)
        await turn()
      },
    }
  }

  #note({ change, line }: Writes): void {
    if (change) {
      this.written.push({ seq: this.turns.seq, at: this.turns.now, change })
      this.#tell(() => `${change.after.id}: ${change.after.state}, ${change.entry.kind}: ${change.entry.text}`)
      this.#put(`incident ${change.after.id}`, change.entry)
      this.#people(change)
    }
    if (line) this.#put(`line ${line.after.name}`, line)
  }

  #put(key: string, record: Entry | { before: Line | undefined; after: Line }): void {
    const queue = this.#streams.get(key) ?? []
    this.#streams.set(key, queue)
    ;(queue as unknown[]).push(record)
    this.#flow(key)
  }

  /** People see what a machine asks or suggests, and somebody may answer. */
  #people({ before, after }: Change): void {
    for (const [kind, seen] of [
      ['approve', after.asked !== before?.asked && after.asked],
      ['run', after.suggestion !== before?.suggestion && after.suggestion],
    ] as const) {
      if (!seen) continue
      const { plan, title } = seen
      this.#shown.set(after.id, [...(this.#shown.get(after.id) ?? []), { plan, title }])
      const answer = this.#answers.shift()
      if (answer === undefined) continue
      const { by, yes, after: seconds, deliveries } = answer
      const what = yes ? kind : kind === 'run' ? 'resolve' : 'refuse'
      this.turns.after(seconds, () => this.#does(by, what, after, { plan, title }, deliveries))
    }
  }

  #maintenanceOf(line: string): Maintenance {
    const last = this.maintained.findLast((one) => one.line === line && one.until > this.turns.now)
    return last === undefined
      ? { kind: 'none' }
      : { kind: 'until', because: 'people work on it', at: instant(last.until) }
  }

  #parameters(names: readonly string[]) {
    const now = (scope: string) => this.switched.findLast((one) => one.scope === scope)?.to ?? 'run'
    const all = ['all', names[1]?.split('/').at(-1) ?? ''].map(now)
    if (all.includes('unreadable')) throw new NoAnswer('SSM is not there')
    return { Parameters: all.flatMap((to, nth) => (to === 'run' ? [] : [{ Name: names[nth], Value: to }])) }
  }

  /** Nobody has anything to do, and time is about to pass: whoever is said to work must wait for something named. */
  #lookAround(): void {
    for (const { id, state, runs = 1, held } of this.incidents()) {
      if (state !== 'working' && state !== 'approval') continue
      if (this.#isOnTheWay(id)) continue
      const run = this.runs.executions.get(`${id}-${runs}`)
      const at = new Date(this.turns.now).toISOString()
      if (run === undefined || run.state !== 'running')
        this.wrong.push(`working: ${id} is ${state} at ${at}, and nothing works`)
      else if (state === 'approval' && held === undefined)
        this.wrong.push(`stuck: ${id} asks nobody knows what at ${at}`)
    }
  }

  /** What follows from it has not come yet. */
  #isOnTheWay(id: string): boolean {
    return (this.#streams.get(`incident ${id}`)?.length ?? 0) > 0 || [...this.#later].some((one) => one.includes(id))
  }
}
