import type { Hands } from '../hands.ts'
import type { AskedPlan, Incident } from '../incident.ts'
import type { Line } from '../line.ts'
import type { MachinesSwitch } from '../machines-switch.ts'
import type { Maintenance } from '../maintenance.ts'
import type { Origin } from '../origin.ts'
import type { Changed, Protection } from '../protection.ts'
import type { Group, Radius } from '../radius.ts'

/** What a machine is about to do, as far as that is known when the guards are asked. */
export interface AboutToDo {
  readonly playbook: string
  /** Of this one act: it does not count against itself. */
  readonly mark: string
  /** What its action locks. */
  readonly resource: string
  readonly rules: Rules
  // The rest is known once it has looked.
  readonly plan?: AskedPlan
  readonly changes?: Changed
  /** Missing: what it acts on is of no group. */
  readonly group?: Group
}

/** What the config says of a playbook and its line, for guards. */
export interface Rules {
  /** Seconds between two acts of the playbook on one resource, for different incidents. */
  readonly cooldown: number
  /** Acts of the playbook, and of all machines on its line, within an hour. */
  readonly playbookPerHour: number
  readonly linePerHour: number
  /** Seconds that a person has to decide. */
  readonly decideWithin: number
  /** The line names somebody who may approve. */
  readonly someoneMayApprove: boolean
  /** Who started it may not approve it. */
  readonly twoPeople: boolean
  readonly radius: Radius
  readonly origins: Origins
}

/** Where signals must be of, and things that machines change. */
export interface Origins {
  /** What the line names; missing: Andon's own. */
  readonly accounts?: readonly string[]
  readonly regions?: readonly string[]
  /** Andon's own. */
  readonly home: Origin
  /** What the line's choices of this playbook name, each by itself. */
  readonly chosen: readonly Origin[]
}

/** What guards judge by. A fact that could not be read is missing, and a guard without its fact lets nothing pass. */
export interface Facts {
  readonly incident: Incident
  readonly line: Line | undefined
  readonly machines: MachinesSwitch
  readonly maintenance: Maintenance
  /** Missing: a run looks whether it may go on at all, and is not about to do anything. */
  readonly about?: AboutToDo
  /** What machines did lately to that resource, and on that line. */
  readonly hands?: Hands
  /** Of what it is about to change, once it has looked. */
  readonly protection?: Protection
}
