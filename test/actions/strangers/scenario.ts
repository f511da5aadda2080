/** One action, tried on a server that somebody else wrote to play AWS. */
export interface Scenario {
  /** Makes the world in which it has something to do. @returns the action's input */
  readonly prepare: (as: Owner) => Promise<Readonly<Record<string, unknown>>>
  /** Holds what has become of that world to what the action should have done. */
  readonly acted: (as: Owner, input: any) => Promise<void>
  /** The same after `undo`, where the action has one. */
  readonly undone?: (as: Owner, input: any) => Promise<void>
  /** By operation: what the stranger does not know or gets wrong, why we say so, and the answer in its place. */
  readonly instead?: Readonly<Record<string, Instead>>
  /** Permissions that AWS asks for beside the one that is called as the operation is, and why. */
  readonly beside?: Readonly<Record<string, string>>
}

export interface Instead {
  readonly why: string
  readonly answer: (request: any) => unknown
}

export type Scenarios = Readonly<Record<string, Scenario>>

/** The owner of the stranger's account, who may do all. */
export interface Owner {
  /** A client of the SDK, made once. */
  client<Client extends object>(Client: new (config: ClientConfig) => Client): Client
}

export interface ClientConfig {
  readonly region: string
  readonly endpoint: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly maxAttempts: number
}

export const region = 'eu-central-1'
export const account = '000000000000'
