import { arnOf } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'

/** A function of the template, as the local Lambda runs it. */
export interface FunctionDefinition {
  readonly name: string
  /** Unqualified: aliases of it resolve to its newest version. */
  readonly arn: string
  /** Set when it is published; a function that is not durable has none, and runs as $LATEST. */
  readonly version?: string
  /** Where the bundle lies; it is run as it is. */
  readonly directory: string
  /** As in the template: `index.handler`. */
  readonly handler: string
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
  readonly memoryMb: number
  /** As in the template: `nodejs24.x`. Only told to the function; it runs on the Node that runs this. */
  readonly runtime: string
  /** How many invocations may run at once; 2 unless told. */
  readonly concurrency?: number
  /** It is called so seldom that no process of it is kept. */
  readonly seldom?: boolean
  /** An SQS queue for what failed asynchronously. */
  readonly deadLetterArn?: string
  readonly asynchronous?: AsynchronousConfig
  /** Given for a durable function. */
  readonly durable?: DurableConfig
}

/** How asynchronous invocations are retried, and where they end. Destinations are ARNs of SQS queues or functions. */
export interface AsynchronousConfig {
  /** 0, 1 or 2; 2 unless told. */
  readonly retries?: number
  /** Given up when older; six hours unless told. */
  readonly maxEventAgeSeconds?: number
  readonly onFailure?: string
  readonly onSuccess?: string
}

export interface DurableConfig {
  /** The whole execution, waits included. */
  readonly executionTimeoutSeconds: number
  /** How long a closed execution keeps its name; 14 days unless told. */
  readonly retentionDays?: number
}

/** Which function, and which version or alias of it. */
export interface FunctionReference {
  readonly name: string
  readonly qualifier?: string
}

const reference =
  /^(?:(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:)?\d{12}:function:)?([A-Za-z0-9_-]{1,64})(?::(\$LATEST|[A-Za-z0-9_-]+))?$/

/** From a name, a partial ARN or an ARN, each with or without a qualifier. Throws `AwsError` for anything else. */
export function functionReference(text: string, qualifier?: string): FunctionReference {
  const [, name, own] = reference.exec(text) ?? []
  if (name === undefined) {
    throw new AwsError('InvalidParameterValueException', `Not the name or the ARN of a function: ${text}`)
  }
  if (own !== undefined && qualifier !== undefined && own !== qualifier) {
    throw new AwsError('InvalidParameterValueException', `The qualifiers of ${text} and ${qualifier} differ`)
  }
  const chosen = own ?? qualifier
  return chosen === undefined ? { name } : { name, qualifier: chosen }
}

/** The ARN that IAM evaluates: with the qualifier just as it was asked for. */
export function invokedArn({ name, qualifier }: FunctionReference): string {
  return arnOf('lambda', `function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`)
}

/** The version that runs. An alias is taken to point at the newest one. */
export function versionOf({ qualifier = '$LATEST' }: FunctionReference, newest = '1'): string {
  return /^(\$LATEST|\d+)$/.test(qualifier) ? qualifier : newest
}
