import type { Start } from '../domain/act.ts'
import { fold, type Folded } from '../domain/fold.ts'
import { type Snapshot, withLine } from '../domain/snapshot.ts'
import { incidentsOf, type Incoming, keysOf, lineOf, playbooksOf, type Settled } from '../domain/settle.ts'
import { type Clock, Conflict, type Incidents, TableRefused, type Wanted } from '../ports.ts'
import { StopsLeft, stopsToEnd } from './start-line.ts'
import { untilNoConflict } from './until-no-conflict.ts'

interface TakeInPorts {
  readonly incidents: Incidents
  readonly clock: Clock
}

export type TakenIn =
  | { readonly kind: 'settled'; readonly settled: Settled }
  | { readonly kind: 'failed'; readonly error: unknown }

/**
 * Writes a batch into the table: one read for all of it, and one transaction for each of its lines. Always resolves,
 * with one result for each, in order. What starts a line comes last: a stop of the same batch may have been before it.
 */
export async function takeInAll(ports: TakeInPorts, batch: readonly (Incoming | Start)[]): Promise<readonly TakenIn[]> {
  const others = [
    ...(await takeInBatch(
      ports,
      batch.filter((one) => one.kind !== 'start'),
    )),
  ]
  const outcomes: TakenIn[] = []
  for (const one of batch) {
    if (one.kind === 'start') outcomes.push(await startLine(ports, one))
    else outcomes.push(others.shift() ?? nothingBecame())
  }
  return outcomes
}

async function takeInBatch(ports: TakeInPorts, batch: readonly Incoming[]): Promise<readonly TakenIn[]> {
  if (batch.length === 0) return []
  try {
    const snapshot = await ports.incidents.lookUp(wantedBy(batch))
    return await eachLine(batch, (ofLine) => takeInLine(ports, snapshot, ofLine))
  } catch (error) {
    return error instanceof TableRefused && batch.length > 1 ? oneByOne(ports, batch) : batch.map(() => failed(error))
  }
}

/** Writes one signal or act into the table. */
export async function takeIn(ports: TakeInPorts, incoming: Incoming): Promise<Settled> {
  for (const outcome of await takeInAll(ports, [incoming])) {
    if (outcome.kind === 'settled') return outcome.settled
    throw outcome.error
  }
  throw nothingBecame().error
}

/** All stops of a line end in one transaction. The result is the last change; a failure while there are more of them. */
async function startLine(ports: TakeInPorts, start: Start): Promise<TakenIn> {
  try {
    const { stops, left } = await stopsToEnd(ports.incidents, start)
    const outcomes = await takeInBatch(ports, stops)
    const failure = outcomes.find(({ kind }) => kind === 'failed')
    if (failure !== undefined) return failure
    if (left > 0) return failed(new StopsLeft(start.line, left))
    const changed = outcomes.findLast((one) => one.kind === 'settled' && one.settled.kind === 'change')
    return changed ?? outcomes[0] ?? { kind: 'settled', settled: { kind: 'ignore', because: 'not-stopped' } }
  } catch (error) {
    return failed(error)
  }
}

/** Lines neither wait for each other nor fail together. */
async function eachLine(
  batch: readonly Incoming[],
  takeInLine: (ofLine: readonly Incoming[]) => Promise<readonly TakenIn[]>,
): Promise<readonly TakenIn[]> {
  const lines = Map.groupBy(batch.entries(), ([, incoming]) => lineOf(incoming))
  const outcomes: TakenIn[] = []
  await Promise.all(
    [...lines.values()].map(async (ofLine) => {
      const became = [...(await takeInLine(ofLine.map(([, incoming]) => incoming)))]
      for (const [place] of ofLine) outcomes[place] = became.shift() ?? nothingBecame()
    }),
  )
  return outcomes
}

/** @param first what was read for all lines of the batch; after a conflict this one is read again */
async function takeInLine(
  ports: TakeInPorts,
  first: Snapshot,
  batch: readonly Incoming[],
): Promise<readonly TakenIn[]> {
  const { incidents, clock } = ports
  const done: TakenIn[] = []
  const left = () => batch.slice(done.length)
  let snapshot: Snapshot | undefined = first
  try {
    await untilNoConflict(clock, async () => {
      const base: Snapshot = snapshot ?? (await incidents.lookUp(wantedBy(left())))
      snapshot = undefined
      const [part = [], ...others] = partsOf(incidents, fold(base, left(), clock.now()))
      await incidents.save(...part.flatMap(writesOf)).catch((error: unknown) => {
        if (error instanceof Conflict && error.line) snapshot = withLine(base, error.line)
        throw error
      })
      done.push(...part.map(outcomeOf))
      for (const other of others) {
        await incidents.save(...other.flatMap(writesOf))
        done.push(...other.map(outcomeOf))
      }
    })
    return done
  } catch (error) {
    // The table refuses one of them. One by one, it does not harm the others.
    if (error instanceof TableRefused && left().length > 1) return [...done, ...(await oneByOne(ports, left()))]
    return [...done, ...left().map(() => failed(error))]
  }
}

/** Cut where the table needs it; one that writes nothing stays with the one before it. */
function partsOf(incidents: Incidents, folded: readonly Folded[]): (readonly Folded[])[] {
  const parts = incidents.cut(folded.flatMap(writesOf)).map(({ length }) => length)
  const rest = [...folded]
  const taken = parts.slice(0, -1).map((length) => {
    let written = 0
    const end = rest.findIndex((one) => writesOf(one).length > 0 && ++written > length)
    return rest.splice(0, end)
  })
  return [...taken, rest]
}

async function oneByOne(ports: TakeInPorts, batch: readonly Incoming[]): Promise<readonly TakenIn[]> {
  const outcomes: TakenIn[] = []
  for (const incoming of batch) outcomes.push(...(await takeInBatch(ports, [incoming])))
  return outcomes
}

/** What is to be read to settle these. */
export function wantedBy(batch: readonly Incoming[]): Wanted {
  return {
    keys: batch.flatMap(keysOf),
    lines: batch.map(lineOf),
    incidents: batch.flatMap(incidentsOf),
    playbooks: batch.flatMap(playbooksOf),
  }
}

const writesOf = (folded: Folded) => (folded.kind === 'settled' && folded.writes ? [folded.writes] : [])
const outcomeOf = (folded: Folded): TakenIn =>
  folded.kind === 'settled' ? { kind: 'settled', settled: folded.settled } : folded
const failed = (error: unknown) => ({ kind: 'failed', error }) as const
const nothingBecame = () => failed(new Error('a message was left without a result'))
