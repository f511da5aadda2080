import { type Instant, secondsBetween } from '../domain/instant.ts'
import type { Line } from '../domain/line.ts'
import type { Clock, Incidents } from '../ports.ts'
import type { LineNow } from './projection.ts'

/** A batch is only delivered again later than this after its records were written. */
const freshSeconds = 1

/**
 * The lines that a batch's lights show, as they are now. A batch may be delivered again, in halves, after newer ones:
 * its images are then old. So lines are read from the table. One case needs no read, because somebody is waiting for
 * this one alarm: the image was written less than a second ago, and is newer than what this process told last.
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
