import type { EndStop, Start } from '../domain/act.ts'
import type { Incidents } from '../ports.ts'

/** A line's item names the most urgent incidents, and not all: the others are named once these are over. */
export class StopsLeft extends Error {
  override readonly name = 'StopsLeft'

  constructor(line: string, left: number) {
    super(`${left} more incidents stop the line ${line} than its item names`)
  }
}

/** What a start of the line means for each incident that stops it. @property left how many more there are than are named */
export async function stopsToEnd(
  incidents: Pick<Incidents, 'lookUp'>,
  { line: name, by, via, id, at, reason }: Start,
): Promise<{ readonly stops: readonly EndStop[]; readonly left: number }> {
  const line = (await incidents.lookUp({ lines: [name] })).line(name)
  const named = (line?.reasons ?? []).filter(({ state }) => state === 'stop')
  const stops = named.map(({ incident }): EndStop => ({ kind: 'end-stop', incident, by, via, id, at, reason }))
  return { stops, left: (line?.open.stop.all ?? 0) - stops.length }
}
