import type { Hands } from '../hands.ts'
import type { AskedPlan, Incident } from '../incident.ts'
import type { Line } from '../line.ts'
import type { MachinesSwitch } from '../machines-switch.ts'

/** What a machine is about to do, as far as that is known when the guards are asked. */
export interface AboutToDo {
  readonly playbook: string
  /** Of this one act: it does not count against itself. */
  readonly mark: string
  /** What its action locks. */
  readonly resource: string
  /** Once it has looked. */
  readonly plan?: AskedPlan
  readonly rules: Rules
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
}

/** What guards judge by. A fact that could not be read is missing, and a guard without its fact lets nothing pass. */
export interface Facts {
  readonly incident: Incident
  readonly line: Line | undefined
  readonly machines: MachinesSwitch
  /** Missing: a run looks whether it may go on at all, and is not about to do anything. */
  readonly about?: AboutToDo
  /** What machines did lately to that resource, and on that line. */
  readonly hands?: Hands
}
