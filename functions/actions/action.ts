import type { EcsCalls } from './ecs.ts'

/** The AWS services that actions may call. Each is a narrow interface; `*.lambda.ts` wires the real clients in. */
export interface Aws {
  readonly ecs: EcsCalls
}

/** One permission that an action needs: the role of every playbook that uses the action holds exactly these. */
export interface Call {
  /** As IAM names it: `ecs:UpdateService`. */
  readonly action: string
  /** The ARN's service and resource parts; partition, region and account are those of the stack. */
  readonly on: { readonly service: string; readonly resource: string }
}

/** What `look` saw, kept through replays and retries. Flat text, so that it stays what it was when it is read back. */
export type Plan = Readonly<Record<string, string>>

/** One thing that a countermeasure can do. */
export interface Action {
  /** `<service>.<verb>`, e.g. `ecs.redeploy`. */
  readonly name: string
  /** Exactly what will be done, for people: "redeploy service checkout in cluster shop". */
  readonly title: string
  readonly calls: readonly Call[]
  /** Reads what is there, changes nothing. */
  look(aws: Aws): Promise<Plan>
  /**
   * Does it, and says in words what was done. May be run again after a fault with the same plan: it must then see
   * that the work is done and not do it twice. Throws `CannotAct` when trying again is of no use.
   */
  act(aws: Aws, plan: Plan): Promise<string>
}

/** The world is such that the action makes no sense; the message says how, for the timeline. */
export class CannotAct extends Error {
  override readonly name = 'CannotAct'
}
