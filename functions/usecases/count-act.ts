import { deedOf, type Hands } from '../domain/hands.ts'
import type { Incident } from '../domain/incident.ts'
import type { Group } from '../domain/radius.ts'
import type { Clock, HandsOfMachines } from '../ports.ts'
import { actedOn } from './ask-guards.ts'
import { untilNoConflict } from './until-no-conflict.ts'

interface CountPorts {
  readonly hands: HandsOfMachines
  readonly clock: Clock
}

/** What a machine does, or goes on with. */
interface Act {
  readonly mark: string
  readonly playbook: string
  readonly resource: string
  readonly group?: Group
  /** How long it takes until it can be told whether it helped. Seconds. */
  readonly proof: number
}

/** Counts an act as of now. Rejects with `Conflict` when a machine has acted since on the same thing or line. */
export function count(
  { hands, clock }: CountPorts,
  { id, line }: Incident,
  { proof, mark, playbook, resource, group }: Act,
  before: Hands,
): Promise<void> {
  return hands.add(before, deedOf({ mark, playbook, resource, incident: id, at: clock.now() }, proof), {
    line,
    ...(group && { group }),
  })
}

/** Counts as of now what has begun, whatever others do meanwhile. */
export const countOn = (ports: CountPorts, incident: Incident, act: Act): Promise<void> =>
  untilNoConflict(ports.clock, async () => {
    const { hands } = await ports.hands.of([incident.line], actedOn(act))
    if (hands !== undefined) await count(ports, incident, act, hands)
  })
