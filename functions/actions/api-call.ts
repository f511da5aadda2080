import { failureInWords } from './failure.ts'
import type { Conditions, Grant, Resource } from './resource.ts'

// The parts of the AWS SDK that actions touch. Typed here, because the SDK's own types need its configuration.

export interface SdkClient {
  send(command: unknown): Promise<unknown>
}
export interface SdkConfig {
  readonly region?: string
  readonly credentials: () => Promise<CallersCredentials>
  /** Where the service is; AWS's own address unless told. */
  readonly endpoint?: string
  /** How often the client itself tries a call. */
  readonly maxAttempts?: number
  readonly requestHandler?: TimeLimits
}
/** Milliseconds. */
interface TimeLimits {
  readonly connectionTimeout: number
  readonly requestTimeout: number
  readonly throwOnRequestTimeout: boolean
}
interface CallersCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}
/** Of a role. */
export type Credentials = Required<CallersCredentials>
export type SdkClientClass = new (config: SdkConfig) => SdkClient
export interface SdkCommand<In, Out> {
  readonly input: In
  resolveMiddleware(...context: never[]): (args: never) => Promise<{ output: Out }>
}

/** What the role of one playbook may do, for one incident. */
export interface Session {
  /** @param region undefined: the one that Andon runs in */
  send(Client: SdkClientClass, command: SdkCommand<unknown, unknown>, region: string | undefined): Promise<unknown>
  /** In whole, with the stack's own partition, region and account where the resource tells none. */
  arnOf(resource: Resource): string
  /** Out to the public internet; undefined where nothing leads there. Rejects in words when there is no answer. */
  readonly https?: (request: HttpsRequest) => Promise<HttpsReply>
}

export interface HttpsRequest {
  readonly host: string
  /** With the query. */
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}
/** Of what was answered, all that an action may know: the rest is text from outside. */
export interface HttpsReply {
  readonly status: number
}

/** A call that an action makes, and the permissions that it takes. */
export interface ApiCall<Input, In, Out> {
  /** As the service itself names it: `UpdateService`. */
  readonly operation: string
  /** Permissions that it takes on everything, as IAM names them, and why. */
  readonly onEverything: readonly OnEverything[]
  readonly grants: (input: Input) => readonly Grant[]
  readonly send: (session: Session, input: Input, request: In) => Promise<Out>
}

export interface OnEverything {
  readonly action: string
  readonly why: string
}

/** One permission that a call takes, given the action's input. */
export type PermissionNeed<Input> = {
  /** As IAM names it, where that is not the service and the operation: `lambda:InvokeFunction` for Invoke. */
  readonly action?: string
  readonly when?: (input: Input) => Conditions
} & (
  | {
      /** What it is on; where that is nothing, given this input the permission is not needed. */
      readonly on: (input: Input) => Resource | readonly Resource[]
    }
  | {
      /** Why no resource is named: what AWS's service authorization reference says of the action. */
      readonly noResource: string
    }
)

/**
 * The way to declare calls of one AWS service. A call goes to the region of the first resource that it names.
 * @param prefix of the service's actions in IAM
 */
export const callsOf =
  (Client: SdkClientClass, prefix: string) =>
  <Input, In, Out>(
    Command: new (request: In) => SdkCommand<In, Out>,
    ...needs: readonly [PermissionNeed<Input>, ...PermissionNeed<Input>[]]
  ): ApiCall<Input, In, Out> => {
    const operation = Command.name.replace(/Command$/, '')
    const named = `${prefix}:${operation}`
    const grants = (input: Input) => needs.flatMap((need) => grantFor(need, input, named))
    return {
      operation,
      onEverything: needs.flatMap((need) =>
        'noResource' in need ? [{ action: need.action ?? named, why: need.noResource }] : [],
      ),
      grants,
      async send(session, input, request) {
        try {
          return await sent<In, Out>(session, Client, new Command(request), regionOf(grants(input)))
        } catch (error) {
          throw failureInWords(error, named)
        }
      },
    }
  }

/** A policy without a resource would be one on everything: what names none is granted nothing. */
function grantFor<Input>(need: PermissionNeed<Input>, input: Input, named: string): Grant[] {
  const { action = named, when } = need
  const on = 'on' in need ? [need.on(input)].flat() : { noResource: need.noResource }
  if (Array.isArray(on) && on.length === 0) return []
  return [{ action, on, ...(when !== undefined && { when: when(input) }) }]
}

/** An ARN with an empty region does not say where to send the call: there is only one of the thing. */
function regionOf([first]: readonly Grant[]): string | undefined {
  const resources = first === undefined || 'noResource' in first.on ? [] : first.on
  return resources[0]?.region || undefined
}

/** A client's result for a command has the output type that the command declares. */
function sent<In, Out>(
  session: Session,
  Client: SdkClientClass,
  command: SdkCommand<In, Out>,
  region: string | undefined,
): Promise<Out>
function sent(
  session: Session,
  Client: SdkClientClass,
  command: SdkCommand<unknown, unknown>,
  region: string | undefined,
): Promise<unknown> {
  return session.send(Client, command, region)
}

export type ApiCalls<Input> = Readonly<Record<string, ApiCall<Input, never, unknown>>>

/** The declared calls, ready to be made; there are no others. Some services want whole ARNs in requests: `arnOf`. */
export type ClientOf<Declared> = Pick<Session, 'arnOf'> & {
  readonly [Name in keyof Declared]: Declared[Name] extends ApiCall<never, infer In, infer Out>
    ? (request: In) => Promise<Out>
    : never
}

export function clientOf<Input, Declared extends ApiCalls<Input>>(
  calls: Declared,
  session: Session,
  input: Input,
): ClientOf<Declared>
export function clientOf(calls: ApiCalls<unknown>, session: Session, input: unknown): unknown {
  const ready = Object.entries(calls).map(([name, call]) => [
    name,
    (request: never) => call.send(session, input, request),
  ])
  return { ...Object.fromEntries(ready), arnOf: (resource: Resource) => session.arnOf(resource) }
}
