import { handedOver } from '../domain/run-changes.ts'
import { isMachines, isOpen } from '../domain/incident.ts'
import { move } from '../domain/move.ts'
import type { Clock, Incidents, Listings } from '../ports.ts'
import { record } from './record.ts'
import { untilNoConflict } from './until-no-conflict.ts'

export interface FollowPorts {
  readonly incidents: Incidents
  readonly listings: Listings
  readonly clock: Clock
  /** The names of the playbooks that there are. */
  readonly playbooks: ReadonlySet<string>
}

export interface NamedLine {
  readonly name: string
  /** What it was called before. */
  readonly was: readonly string[]
}

/** How many incidents move at once. More wait for the next minute: this one has lamps to look after too. */
const atMost = 200

/**
 * After a deployment that renamed or removed something: what is open under an earlier name of a line moves to the line,
 * and people take over what a playbook was at that is no longer there.
 */
export async function followNames(ports: FollowPorts, { name, was }: NamedLine): Promise<'as-it-was' | 'followed'> {
  const moved = await Promise.all(was.map((earlier) => moveAll(ports, earlier, name)))
  const takenOver = await takeOver(ports, name)
  return moved.some((some) => some > 0) || takenOver > 0 ? 'followed' : 'as-it-was'
}

/** The most urgent first: what stops the line must stand there before a machine that it stops. */
async function moveAll(ports: FollowPorts, earlier: string, name: string): Promise<number> {
  const open = await ports.listings.openOn(earlier, atMost)
  for (const { id } of open) await untilNoConflict(ports.clock, () => moveOne(ports, id, earlier, name))
  return open.length
}

async function moveOne({ incidents, clock }: FollowPorts, id: string, earlier: string, name: string): Promise<void> {
  const [incident, from, to] = await Promise.all([incidents.find(id), incidents.line(earlier), incidents.line(name)])
  // Lists lag: it may have moved, or been resolved.
  if (incident === undefined || from === undefined || incident.line !== earlier || !isOpen(incident)) return
  await incidents.save(...move({ incident, from, to }, name, clock.now()))
}

/** A run goes on with the code that it began with, and looks at its incident before each step: then it ends. */
async function takeOver(ports: FollowPorts, name: string): Promise<number> {
  const line = await ports.incidents.line(name)
  if (line === undefined || line.open.working.all + line.open.approval.all === 0) return 0
  const isGone = (playbook: string | undefined) => playbook !== undefined && !ports.playbooks.has(playbook)
  const left = (await ports.listings.openOn(name)).filter((one) => isMachines(one) && isGone(one.playbook))
  for (const { id, playbook } of left) {
    const because = `andon.config.ts no longer has the playbook ${playbook}`
    await record(ports, id, (incident, now) =>
      isGone(incident.playbook) ? handedOver(incident, because, now) : undefined,
    )
  }
  return left.length
}
