import { type Instant, secondsBetween } from '../domain/instant.ts'
import type { Line } from '../domain/line.ts'
import type { Clock, Incidents } from '../ports.ts'
import type { LineNow } from './projection.ts'

/** A batch that comes again comes later than this after what it holds was written. */
const freshSeconds = 1

/**
 * The lines that a batch's lights show, as they are now. A batch may come again, in halves, when newer ones have been
 * told already: what it holds is then old. So the table is asked, but for an image that was written this very moment
 * and is newer than what this process told last: that spares the one alarm that somebody waits for a read.
 */
export function linesNow({ incidents, clock }: { readonly incidents: Incidents; readonly clock: Clock }) {
  const lastTold = new Map<string, Line>()

  const now = async (name: string, image: Line | undefined): Promise<Line | undefined> => {
    const last = lastTold.get(name)
    const isSafe = image !== undefined && last !== undefined && isNewer(image, last) && isFresh(image, clock.now())
    const line = isSafe ? image : await incidents.line(name)
    if (line !== undefined) lastTold.set(name, line)
    return line
  }

  /** @param images the newest of each line that changed */
  return (images: ReadonlyMap<string, Line>): LineNow => {
    const asked = new Map<string, Promise<Line | undefined>>()
    // Several lights show the same line: one read is enough for all.
    return (name) => {
      const line = asked.get(name) ?? now(name, images.get(name))
      asked.set(name, line)
      return line
    }
  }
}

const isNewer = (a: Line, b: Line) => a.epoch > b.epoch || (a.epoch === b.epoch && a.v > b.v)
const isFresh = (line: Line, at: Instant) => secondsBetween(line.at, at) < freshSeconds
