// What the parts of the local cloud know of each other: nothing but what stands here.

/**
 * Whoever makes a call: one of the template's functions (held to its role), whoever assumed one of its roles (held to
 * that one), or the laptop's owner (may do all).
 */
export type Caller =
  | { readonly kind: 'function'; readonly name: string }
  /** @property name of the role */
  | { readonly kind: 'role'; readonly name: string; readonly session: string }
  | { readonly kind: 'owner' }
export const owner: Caller = { kind: 'owner' }

/** A permission that a call needs, as IAM names it: `dynamodb:PutItem` on an ARN. */
export interface Permission {
  readonly action: string
  readonly resource: string
}

export type Input = Readonly<Record<string, unknown>>

/** One AWS service, as the endpoint sees it: what a call needs, and what it does. */
export interface Api {
  /** Throws `AwsError` for an operation that is not modelled. */
  permissionsFor(operation: string, input: Input): readonly Permission[]
  /** Rejects with `AwsError`. */
  call(operation: string, input: Input, caller: Caller): Promise<unknown>
}

/** An error as an AWS service answers it. `extra` is merged into the body (e.g. `CancellationReasons`). */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  readonly extra: Readonly<Record<string, unknown>>
  constructor(code: string, message: string, status = 400, extra: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
    this.extra = extra
  }
}

/** What a template asks for and the local cloud cannot give: it refuses to start rather than leave a silent gap. */
export class NotModelled extends Error {
  override readonly name = 'NotModelled'
}

export const account = '000000000000'
export const region = 'eu-central-1'
export const arnOf = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`

/** The functions, as event sources, rules and topic rules reach them. ARNs may carry a version or an alias. */
export interface Functions {
  /** Waits for the answer. Rejects with `FunctionFailed`. */
  invoke(arn: string, payload: unknown): Promise<unknown>
  /** Accepts and returns; retried as Lambda retries, then sent to the function's dead-letter queue or destination. */
  invokeLater(arn: string, payload: unknown, options?: { readonly durableExecutionName?: string }): void
}

export class FunctionFailed extends Error {
  readonly errorType: string
  constructor(errorType: string, message: string) {
    super(message)
    this.name = 'FunctionFailed'
    this.errorType = errorType
  }
}

/** The queues, as rules, topic rules and dead letters reach them. */
export interface Queues {
  /** Throws `AwsError` when there is no such queue. */
  send(queueArn: string, body: string, options?: SendOptions): void
}
export interface SendOptions {
  readonly delaySeconds?: number
  readonly groupId?: string
  readonly deduplicationId?: string
  /** String attributes only: name → value. */
  readonly attributes?: Readonly<Record<string, string>>
}
