import type { Change, Incident } from '../../domain/incident.ts'
import { isMachines, isOpen } from '../../domain/incident.ts'
import { isClearing } from '../../domain/clearing.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Incoming } from '../../domain/settle.ts'
import type { Writes } from '../../domain/writes.ts'
import { isNot } from '../explain/explanation.ts'
import type { Known } from '../explain/known.ts'
import { messagesOf } from '../explain/people.ts'
import type { Projection } from '../projection.ts'
import type { TakenIn } from '../take-in.ts'
import { type CallReplayed, Counts, type LineReplayed, type Replayed } from './tally.ts'

interface WrittenDown {
  readonly change: Change | undefined
  readonly demotion: Writes['demotion']
  readonly line: Writes['line']
  readonly projections: readonly Projection[]
  readonly now: Instant
}

/** How many of the noisiest are named. */
const mostNamed = 10

/** Keeps the books of a replay. */
export class Book {
  readonly #known: Known
  readonly #events = new Counts()
  readonly #whyNot = new Counts()
  /** Under line and title. */
  readonly #opened = new Counts()
  readonly #changes = new Counts()
  readonly #machineFirst = new Counts()
  readonly #playbooks = new Map<string, Counts>()
  readonly #guards = new Map<string, Map<string, { because: string; readonly incidents: Set<string> }>>()
  readonly #floods = new Map<string, Instant[]>()
  readonly #stops = new Map<string, Instant[]>()
  readonly #calls = new Map<string, CallReplayed[]>()

  constructor(known: Known) {
    this.#known = known
  }

  unheard(because: string): void {
    this.#count('unheard', because)
  }

  unusable(because: string): void {
    this.#count('unusable', because)
  }

  ignored(because: string): void {
    this.#count('ignored', because)
  }

  #count(what: string, because: string): void {
    this.#events.add(what)
    this.#whyNot.add(because)
  }

  heard(incoming: Incoming | undefined, outcome: TakenIn): void {
    if (outcome.kind === 'failed') throw outcome.error
    this.#events.add('heard')
    if (outcome.settled.kind === 'change') this.#events.add('changing')
    if (incoming?.kind === 'alarm' || incoming?.kind === 'event') this.#changes.add(nameOf(incoming))
  }

  started(playbook: string, line: string, suggests: true | undefined): void {
    this.#ofPlaybook(playbook, line).add(suggests ? 'suggested' : 'started')
  }

  acted(playbook: string, line: string): void {
    this.#ofPlaybook(playbook, line).add('acts')
  }

  undone(playbook: string, line: string): void {
    this.#ofPlaybook(playbook, line).add('undone')
  }

  #ofPlaybook(name: string, line: string): Counts {
    const key = `${line} ${name}`
    const counts = this.#playbooks.get(key) ?? new Counts()
    this.#playbooks.set(key, counts)
    return counts
  }

  objected(guard: string, { id, line }: Incident, because: string): void {
    const ofLine = this.#guards.get(line) ?? new Map<string, { because: string; incidents: Set<string> }>()
    this.#guards.set(line, ofLine)
    const said = ofLine.get(guard) ?? { because, incidents: new Set<string>() }
    said.incidents.add(id)
    said.because = because
    ofLine.set(guard, said)
  }

  written({ change, demotion, line, projections, now }: WrittenDown): void {
    if (line?.after.flooded && line.before?.flooded !== true) put(this.#floods, line.after.name, now)
    if (change === undefined) return
    if (demotion) this.#ofPlaybook(demotion.after.playbook, change.after.line).add('putDown')
    const { after, before, entry } = change
    if (entry.kind === 'opened') {
      this.#opened.add(nameOf(after))
      if (after.state === 'working') this.#machineFirst.add(after.line)
    }
    if (entry.kind === 'escalated') put(this.#stops, after.line, now)
    if (before !== undefined && isMachines(before) && !isMachines(after) && after.playbook !== undefined)
      this.#ended(after.playbook, after)
    this.#toldOf(change, projections, now)
  }

  #ended(playbook: string, { state, resolvedBy, line }: Incident): void {
    if (state === 'resolved' && isClearing(resolvedBy)) this.#ofPlaybook(playbook, line).add('cleared')
    else if (state !== 'resolved') this.#ofPlaybook(playbook, line).add('handedOver')
  }

  #toldOf(change: Change, projections: readonly Projection[], now: Instant): void {
    const messages = messagesOf(this.#known, { now }, change, projections)
    if (isNot(messages)) return
    const { id, title, line } = change.after
    for (const { channel, tells } of messages) {
      if (!isNot(tells) && tells.calls) put(this.#calls, line, { at: now, channel, incident: id, title })
    }
  }

  read(incidents: readonly Incident[]): Omit<Replayed, 'unknowable'> {
    const { account, region } = this.#known.home
    const home = { account, region, ...(this.#known.homeIsAssumed && { assumed: true as const }) }
    const byLine = Map.groupBy(incidents, ({ line }) => line)
    const of = (what: string) => this.#events.of(what)
    return {
      home,
      events: {
        all: of('unheard') + of('unusable') + of('ignored') + of('heard'),
        unheard: of('unheard'),
        unusable: of('unusable'),
        ignored: of('ignored'),
        changing: of('changing'),
      },
      lines: [...byLine].map(([line, all]) => this.#line(line, all)),
      noisiest: this.#noisiest(),
      unheard: this.#whyNot
        .all()
        .slice(0, mostNamed)
        .map(([because, events]) => ({ because, events })),
    }
  }

  #line(line: string, incidents: readonly Incident[]): LineReplayed {
    const names = new Set(incidents.flatMap(({ playbook }) => playbook ?? []))
    return {
      line,
      opened: incidents.length,
      machineFirst: this.#machineFirst.of(line),
      stillOpen: incidents.filter(isOpen).length,
      playbooks: [...names].map((playbook) => {
        const counts = this.#ofPlaybook(playbook, line)
        return {
          playbook,
          started: counts.of('started'),
          suggested: counts.of('suggested'),
          acts: counts.of('acts'),
          cleared: counts.of('cleared'),
          handedOver: counts.of('handedOver'),
          putDown: counts.of('putDown'),
          undone: counts.of('undone'),
        }
      }),
      guards: [...(this.#guards.get(line) ?? [])].map(([guard, said]) => ({
        guard,
        incidents: said.incidents.size,
        because: said.because,
      })),
      floods: this.#floods.get(line) ?? [],
      stops: this.#stops.get(line) ?? [],
      calls: this.#calls.get(line) ?? [],
    }
  }

  #noisiest(): Replayed['noisiest'] {
    return this.#changes
      .all()
      .slice(0, mostNamed)
      .map(([name, changes]) => {
        const [line = '', title = ''] = partsOf(name)
        return { line, title, opened: this.#opened.of(name), changes }
      })
  }
}

const nameOf = ({ line, title }: { readonly line: string; readonly title: string }) => `${line} ${title}`
/** Names of lines have no space. */
const partsOf = (name: string) => [name.slice(0, name.indexOf(' ')), name.slice(name.indexOf(' ') + 1)]

function put<T>(all: Map<string, T[]>, name: string, one: T): void {
  const list = all.get(name) ?? []
  list.push(one)
  all.set(name, list)
}
