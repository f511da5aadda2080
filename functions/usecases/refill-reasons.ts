import { type Line, refilled } from '../domain/line.ts'
import { lacksReasons, mostUrgent, reasonOf, reasonsKept } from '../domain/reasons.ts'
import type { Clock, Incidents, Listings } from '../ports.ts'
import { untilNoConflict } from './until-no-conflict.ts'

export interface RefillPorts {
  readonly incidents: Incidents
  readonly listings: Listings
  readonly clock: Clock
}

/** How many more are read than kept: some may have been resolved since they were listed. */
const spare = 10
/** A list catches up within a second or so; while the lamps can name nothing at all, it is worth waiting. */
const looks = 5
const firstPauseMs = 100

/**
 * A line's item keeps only some of its reasons. Once these are resolved while more is open, it is filled up again from
 * the list of what is open, so that its lamps can name what they are about.
 */
export async function refillReasons(ports: RefillPorts, name: string): Promise<'refilled' | 'nothing-to-do'> {
  for (let nth = 1; ; nth++) {
    const outcome = await untilNoConflict(ports.clock, () => refillOnce(ports, name))
    if (outcome !== 'too-early') return outcome
    if (nth === looks) return 'nothing-to-do'
    await ports.clock.pause(firstPauseMs * 2 ** (nth - 1))
  }
}

async function refillOnce({ incidents, listings, clock }: RefillPorts, name: string) {
  const line = await incidents.line(name)
  if (line === undefined || !lacksReasons(line)) return 'nothing-to-do'
  const listed = await listings.openOn(name, reasonsKept + spare)
  const candidates = new Set([...line.reasons.map(({ incident }) => incident), ...listed.map(({ id }) => id)])
  // What follows is written only if the line is still as it was read: then these are still as they are found here.
  const found = await Promise.all([...candidates].map((id) => incidents.find(id)))
  const reasons = mostUrgent(
    found.flatMap((incident) => (incident && reasonOf(incident)) ?? []),
    line.open,
  )
  if (reasons.length <= line.reasons.length) return isMute(line) ? 'too-early' : 'nothing-to-do'
  await incidents.save({ line: { before: line, after: refilled(line, reasons, clock.now()) } })
  return 'refilled'
}

const isMute = ({ reasons }: Line) => reasons.length === 0
