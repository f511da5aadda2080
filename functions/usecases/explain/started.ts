import type { Incident } from '../../domain/incident.ts'

/** A playbook that is started for an incident, as far as it goes by itself. */
export interface Started {
  readonly incident: Incident
  readonly playbook: string
  /** It only says what it would do. */
  readonly suggests: boolean
}
