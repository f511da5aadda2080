import { z } from 'zod'
import { type CloudClock } from '../../clock.ts'
import { apiOf, invalidBy, operation } from '../../operation.ts'
import type { Api } from '../../api.ts'
import { arnOf } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { type Store } from '../../store.ts'

const parameterType = z.enum(['String', 'StringList', 'SecureString'])

/** A parameter that the template, or the laptop's owner, brings along. */
export interface ParameterValue {
  readonly name: string
  readonly value: string
  readonly type: z.infer<typeof parameterType>
}

interface Kept {
  readonly value: string
  readonly type: z.infer<typeof parameterType>
  readonly version: number
  /** Milliseconds since 1970. */
  readonly changed: number
}

export interface Ssm {
  readonly api: Api
  /** Puts a parameter where there is none yet; one that is there stays as it is. */
  provide(parameter: ParameterValue): void
  /** Calls `listener` after a parameter was put. Returns the way to stop that. */
  onChange(listener: () => void): () => void
}

/** Systems Manager's Parameter Store: GetParameter, GetParameters and PutParameter. Secure strings are not encrypted. */
export function createSsm(store: Store, clock: CloudClock): Ssm {
  const parameters = new Parameters(store, clock)
  return {
    api: apiOf({ prefix: 'ssm', invalid: invalidBy('ValidationException') }, operationsOn(parameters)),
    provide({ name, value, type }) {
      if (parameters.get(name) === undefined) parameters.put(name, value, type)
    },
    onChange(listener) {
      parameters.listeners.add(listener)
      return () => void parameters.listeners.delete(listener)
    },
  }
}

const name = z.string().min(1)
const decrypted = { WithDecryption: z.boolean().default(false) }

const operationsOn = (parameters: Parameters) => ({
  GetParameter: operation({
    takes: z.object({ Name: name, ...decrypted }),
    on: ({ Name }) => parameterArn(Name),
    run({ Name, WithDecryption }) {
      const parameter = parameters.get(Name)
      if (parameter === undefined) throw new AwsError('ParameterNotFound', `There is no parameter ${Name}.`)
      return { Parameter: describe(nameOf(Name), parameter, WithDecryption) }
    },
  }),
  GetParameters: operation({
    takes: z.object({ Names: z.array(name).min(1).max(10), ...decrypted }),
    on: ({ Names }) => Names.map(parameterArn),
    run({ Names, WithDecryption }) {
      const found = Names.map((each) => ({ name: each, parameter: parameters.get(each) }))
      return {
        Parameters: found.flatMap(({ name: each, parameter }) =>
          parameter === undefined ? [] : describe(nameOf(each), parameter, WithDecryption),
        ),
        InvalidParameters: found.flatMap(({ name: each, parameter }) => (parameter === undefined ? each : [])),
      }
    },
  }),
  PutParameter: operation({
    takes: z.object({
      Name: name.max(2048),
      Value: z.string().min(1).max(4096),
      Type: parameterType.optional(),
      Overwrite: z.boolean().default(false),
    }),
    on: ({ Name }) => parameterArn(Name),
    run({ Name, Value, Type, Overwrite }) {
      const before = parameters.get(Name)
      if (before !== undefined && !Overwrite) throw new AwsError('ParameterAlreadyExists', `${Name} exists already.`)
      const type = Type ?? before?.type
      if (type === undefined) throw new AwsError('ValidationException', 'A new parameter needs a Type.')
      return { Version: parameters.put(Name, Value, type), Tier: 'Standard' }
    },
  }),
})

class Parameters {
  readonly listeners = new Set<() => void>()
  readonly #kept
  readonly #clock: CloudClock

  constructor(store: Store, clock: CloudClock) {
    this.#kept = store.collection<Kept>('ssm-parameters')
    this.#clock = clock
  }

  get = (name: string) => this.#kept.get(nameOf(name))

  /** Returns the new version. */
  put(name: string, value: string, type: Kept['type']): number {
    const version = (this.get(name)?.version ?? 0) + 1
    this.#kept.put(nameOf(name), { value, type, version, changed: this.#clock.now() })
    for (const listener of this.listeners) listener()
    return version
  }
}

const parameterArn = (name: string) => arnOf('ssm', `parameter/${nameOf(name).replace(/^\//, '')}`)

/** Callers may name a parameter by its ARN, too. */
function nameOf(given: string): string {
  const path = /^arn:aws:ssm:[^:]*:[^:]*:parameter(?<path>\/.+)$/.exec(given)?.groups?.['path']
  if (path === undefined) return given
  // A name with a single level is written without its slash.
  return path.lastIndexOf('/') === 0 ? path.slice(1) : path
}

function describe(name: string, { value, type, version, changed }: Kept, decrypted: boolean) {
  return {
    Name: name,
    Type: type,
    Value: type === 'SecureString' && !decrypted ? `encrypted:${Buffer.from(value).toString('base64')}` : value,
    Version: version,
    LastModifiedDate: new Date(changed),
    ARN: parameterArn(name),
    DataType: 'text',
  }
}
