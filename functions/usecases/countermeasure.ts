import { CannotAct, type Action, type Aws, type Plan } from '../actions/action.ts'
import { countermeasureFinished, countermeasureStarted, handedOver } from '../domain/incident-changes.ts'
import { isOpen } from '../domain/incident.ts'
import { mayAct, type Permission } from '../domain/may-act.ts'
import type { Clock, Incidents } from '../ports.ts'
import { record } from './record.ts'

export interface PlaybookPorts {
  readonly incidents: Incidents
  readonly clock: Clock
  readonly aws: Aws
}

export type Begun = Exclude<Permission, { kind: 'act' }> | { readonly kind: 'act'; readonly plan: Plan } | Impossible
export interface Impossible {
  readonly kind: 'impossible'
  readonly because: string
}
export interface Outcome {
  readonly outcome: string
  readonly failed: boolean
}

/** Asks the guards, looks at what is there, and writes down that it begins. */
export async function begin(ports: PlaybookPorts, id: string, nth: number, action: Action): Promise<Begun> {
  const permission = await permissionFor(ports, id)
  if (permission.kind !== 'act') return permission
  const seen = await look(ports.aws, action)
  const incident = await record(ports, id, (incident, now) =>
    incident.state === 'working' ? countermeasureStarted(incident, nth, action.title, now) : undefined,
  )
  // Looking took a moment, in which the alarm may have cleared, or people may have taken over.
  const still = mayAct(incident, await ports.incidents.line(incident.line))
  return still.kind === 'act' ? seen : still
}

/** Time has passed since `begin`, more so after a fault: the guards are asked again, last thing before the act. */
export async function act(ports: PlaybookPorts, id: string, action: Action, plan: Plan): Promise<Outcome> {
  const permission = await permissionFor(ports, id)
  if (permission.kind === 'over') return { outcome: 'not done: the incident is over', failed: true }
  if (permission.kind === 'hold') return { outcome: `not done: ${permission.because}`, failed: true }
  try {
    return { outcome: await action.act(ports.aws, plan), failed: false }
  } catch (error) {
    if (error instanceof CannotAct) return { outcome: error.message, failed: true }
    throw error
  }
}

export async function finish(
  ports: PlaybookPorts,
  id: string,
  nth: number,
  title: string,
  outcome: Outcome,
): Promise<void> {
  await record(ports, id, (incident, now) => countermeasureFinished(incident, nth, { title, ...outcome }, now))
}

/** The machine is through: whatever is still open is now for people. */
export async function handOver(ports: PlaybookPorts, id: string, because: string): Promise<'over' | 'handed-over'> {
  const incident = await record(ports, id, (incident, now) => handedOver(incident, because, now))
  return isOpen(incident) ? 'handed-over' : 'over'
}

async function permissionFor({ incidents }: PlaybookPorts, id: string): Promise<Permission> {
  const incident = await incidents.find(id)
  if (incident === undefined) throw new Error(`there is no incident ${id}`)
  return mayAct(incident, await incidents.line(incident.line))
}

async function look(aws: Aws, action: Action): Promise<{ kind: 'act'; plan: Plan } | Impossible> {
  try {
    return { kind: 'act', plan: await action.look(aws) }
  } catch (error) {
    if (error instanceof CannotAct) return { kind: 'impossible', because: error.message }
    throw error
  }
}
