import { fieldIn } from '../../domain/field-in.ts'
import { type Instant, instant } from '../../domain/instant.ts'
import { own } from '../../domain/own.ts'
import type { Writes } from '../../domain/writes.ts'
import { incomingOf, readOf } from '../explain/incoming.ts'
import { isNot } from '../explain/explanation.ts'
import { nothingKnown } from '../explain/nothing-known.ts'
import type { Known } from '../explain/known.ts'
import { isOfAnAlarm, openForAlarmsOfNoLine } from '../alarms-of-no-line.ts'
import { closeByItself, type ClosingSource } from '../close-by-itself.ts'
import { projectionsOf } from '../project.ts'
import { takeInAll } from '../take-in.ts'
import { toSeconds } from '../../domain/duration.ts'
import { Book } from './book.ts'
import { passingTime } from './passing-time.ts'
import { follow } from './runs.ts'
import type { ReplayOptions, Scene } from './scene.ts'
import { TableInMemory } from './table.ts'
import type { Replayed } from './tally.ts'

/**
 * What a config would have done with these events: each goes the real way, into a table in memory, and what follows from
 * it runs by the same code on a clock that passes from one thing to the next. Nothing is looked at and nothing done: an
 * alarm clears when its own event says so.
 */
export async function replay(known: Known, events: readonly unknown[], options: ReplayOptions = {}): Promise<Replayed> {
  const inOrder = events.map((event) => ({ event, at: timeOf(event) })).toSorted((one, other) => one.at - other.at)
  const first = inOrder.find(({ at }) => at >= 0)
  const last = inOrder.at(-1)
  const faults: unknown[] = []
  const book = new Book(known)
  const time = passingTime(Math.max(0, first?.at ?? 0))
  const table = new TableInMemory((writes) => written(scene, writes))
  const scene: Scene = { known, options, table, time, book, fault: (error) => void faults.push(error) }
  for (const { event, at } of inOrder) {
    if (at < 0) book.unusable('it says no time')
    else time.at(at, () => void hear(scene, event).catch(scene.fault))
  }
  await time.passTo(last?.at ?? 0)
  if (faults.length > 0) throw new AggregateError(faults, `the replay broke off: ${String(faults[0])}`)
  const span = first && last && { from: instant(first.at), to: instant(last.at) }
  return { ...book.read(table.all()), ...span, ...options, unknowable: unknowable(options) }
}

const unknowable = ({ answeredAfter }: ReplayOptions): readonly string[] => [
  'Whether a playbook would have helped: an alarm clears here when its own event says so, whatever was done.',
  'How far trust would have fallen: a playbook that fails here is counted as put down, and goes on as the config says.',
  'What an action would have seen: it is taken to act, also where it would have refused.',
  ...(answeredAfter === undefined ? ['Who would have answered: here nobody does, so every call goes to its end.'] : []),
  'What people did by cord, chat and command, unless their events are among these; and nobody approves anything.',
]

/** @returns -1 for an event without a time that can be read */
function timeOf(event: unknown): number {
  const said = fieldIn(event, ['time']) ?? fieldIn(event, ['receivedAt'])
  const at = typeof said === 'string' || typeof said === 'number' ? new Date(said).getTime() : NaN
  return at >= 0 && at < year10000 ? at : -1
}
const year10000 = Date.UTC(10_000, 0)

/** As on-signal does. */
async function hear({ known, table, time, book }: Scene, event: unknown): Promise<void> {
  const brought = known.brings(event)
  if (brought.kind === 'not-brought') return book.unheard(brought.because)
  const message = readOf(known, event, { now: time.clock.now() })
  if (isNot(message)) return book.unusable(message.not)
  const open = isOfAnAlarm(message) ? (await openForAlarmsOfNoLine(table.incidents, [message]))(message) : undefined
  const incoming = incomingOf(known, message, {
    table: { snapshot: nothingKnown, acts: {}, told: {}, ...(open && { open }) },
  })
  if (isNot(incoming)) return book.ignored(incoming.not)
  const outcomes = await takeInAll({ incidents: table.incidents, clock: time.clock }, incoming)
  for (const [nth, outcome] of outcomes.entries()) book.heard(incoming[nth], outcome)
  for (const one of incoming) if (one.kind === 'event') closeLater({ known, table, time }, one.source)
}

/** As on-minute does, once there may be something to close. */
function closeLater({ known, table, time }: Pick<Scene, 'known' | 'table' | 'time'>, name: string): void {
  const source = own(known.config.sources ?? {}, name)
  if (source?.closesAfter === undefined) return
  const closing: ClosingSource = { name, line: source.line, after: source.closesAfter }
  const due = Date.parse(time.clock.now()) + (toSeconds(closing.after) + 1) * 1000
  time.at(due, () => {
    const ports = { incidents: table.incidents, listings: table.listings, clock: time.clock, closing: [closing] }
    void closeByItself(ports, source.line, instant(due))
  })
}

/** What follows from what was written. */
function written(scene: Scene, writes: readonly Writes[]): void {
  for (const { change, demotion, line } of writes) {
    const changes = { lines: line === undefined ? [] : [line], entries: change === undefined ? [] : [change.entry] }
    const projections = projectionsOf(scene.known, changes)
    const now: Instant = scene.time.clock.now()
    scene.book.written({ change, demotion, line, projections, now })
    for (const projection of projections) follow(scene, projection)
  }
}
