import type { Caller } from './caller.ts'

/** A permission that a call needs, as IAM names it: `dynamodb:PutItem` on an ARN. */
export interface Permission {
  readonly action: string
  readonly resource: string
  /** What the service tells IAM of the call beside: condition key → value, such as `ecs:cluster`. */
  readonly context?: Readonly<Record<string, string>>
}

export type Input = Readonly<Record<string, unknown>>

/** One AWS service, as the endpoint sees it: what a call needs, and what it does. */
export interface Api {
  /** Throws `AwsError` for an operation that is not modelled. */
  permissionsFor(operation: string, input: Input): readonly Permission[]
  /** Rejects with `AwsError`. */
  call(operation: string, input: Input, caller: Caller): Promise<unknown>
}
