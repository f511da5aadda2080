import type { AgentClock } from './clock/clock.ts'

/** One kind of line is written at most once in this time. Milliseconds. */
const pause = 60_000

/** Writes a line at once. For a minute it skips lines of the same kind; the next one says how many it skipped. */
export type SparingLog = (kind: string, line: string) => void

export function sparing(write: (line: string) => void, clock: AgentClock): SparingLog {
  const said = new Map<string, { at: number; unsaid: number }>()
  return (kind, line) => {
    const now = clock.moment().monotonic
    const last = said.get(kind)
    if (last !== undefined && now < last.at + pause) {
      last.unsaid++
      return
    }
    const unsaid = last?.unsaid ?? 0
    said.set(kind, { at: now, unsaid: 0 })
    write(unsaid === 0 ? line : `${line} (and ${unsaid} more like this in the meantime)`)
  }
}
