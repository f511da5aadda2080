import { z } from 'zod'
import { type Clock } from './clock.ts'
import { type Api, arnOf, AwsError, type Input, type Permission } from './service.ts'
import { type Store } from './store.ts'

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

const forms = {
  GetParameter: z.object({ Name: z.string().min(1), WithDecryption: z.boolean().default(false) }),
  GetParameters: z.object({
    Names: z.array(z.string().min(1)).min(1).max(10),
    WithDecryption: z.boolean().default(false),
  }),
  PutParameter: z.object({
    Name: z.string().min(1).max(2048),
    Value: z.string().min(1).max(4096),
    Type: parameterType.optional(),
    Overwrite: z.boolean().default(false),
  }),
}

export interface Ssm {
  readonly api: Api
  /** Puts a parameter where there is none yet; one that is there stays as it is, whoever has changed it. */
  provide(parameter: ParameterValue): void
}

/** Systems Manager's Parameter Store: GetParameter, GetParameters and PutParameter. Secure strings are not encrypted. */
export function createSsm(store: Store, clock: Clock): Ssm {
  const parameters = new Parameters(store, clock)
  return {
    api: {
      permissionsFor,
      async call(operation, input) {
        switch (operation) {
          case 'GetParameter':
            return getParameter(parameters, input)
          case 'GetParameters':
            return getParameters(parameters, input)
          case 'PutParameter':
            return putParameter(parameters, input)
          default:
            throw notModelled(operation)
        }
      },
    },
    provide({ name, value, type }) {
      if (parameters.get(name) === undefined) parameters.put(name, value, type)
    },
  }
}

class Parameters {
  readonly #kept
  readonly #clock: Clock

  constructor(store: Store, clock: Clock) {
    this.#kept = store.collection<Kept>('ssm-parameters')
    this.#clock = clock
  }

  get = (name: string) => this.#kept.get(nameOf(name))

  /** Returns the new version. */
  put(name: string, value: string, type: Kept['type']): number {
    const version = (this.get(name)?.version ?? 0) + 1
    this.#kept.put(nameOf(name), { value, type, version, changed: this.#clock.now() })
    return version
  }
}

function getParameter(parameters: Parameters, input: Input) {
  const { Name, WithDecryption } = read(forms.GetParameter, input)
  const parameter = parameters.get(Name)
  if (parameter === undefined) throw new AwsError('ParameterNotFound', `There is no parameter ${Name}.`)
  return { Parameter: describe(nameOf(Name), parameter, WithDecryption) }
}

function getParameters(parameters: Parameters, input: Input) {
  const { Names, WithDecryption } = read(forms.GetParameters, input)
  const found = Names.map((name) => ({ name, parameter: parameters.get(name) }))
  return {
    Parameters: found.flatMap(({ name, parameter }) =>
      parameter === undefined ? [] : describe(nameOf(name), parameter, WithDecryption),
    ),
    InvalidParameters: found.flatMap(({ name, parameter }) => (parameter === undefined ? name : [])),
  }
}

function putParameter(parameters: Parameters, input: Input) {
  const { Name, Value, Type, Overwrite } = read(forms.PutParameter, input)
  const before = parameters.get(Name)
  if (before !== undefined && !Overwrite) throw new AwsError('ParameterAlreadyExists', `${Name} exists already.`)
  const type = Type ?? before?.type
  if (type === undefined) throw new AwsError('ValidationException', 'A new parameter needs a Type.')
  return { Version: parameters.put(Name, Value, type), Tier: 'Standard' }
}

function permissionsFor(operation: string, input: Input): Permission[] {
  switch (operation) {
    case 'GetParameter':
    case 'PutParameter':
      return [permission(operation, read(forms.GetParameter, input).Name)]
    case 'GetParameters':
      return read(forms.GetParameters, input).Names.map((name) => permission(operation, name))
    default:
      throw notModelled(operation)
  }
}

const permission = (operation: string, name: string): Permission => ({
  action: `ssm:${operation}`,
  resource: arnOf('ssm', `parameter/${nameOf(name).replace(/^\//, '')}`),
})

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
    LastModifiedDate: changed / 1000,
    ARN: arnOf('ssm', `parameter/${name.replace(/^\//, '')}`),
    DataType: 'text',
  }
}

function read<T>(form: z.ZodType<T>, input: Input): T {
  const { success, data, error } = form.safeParse(input)
  if (success) return data
  throw new AwsError('ValidationException', z.prettifyError(error))
}

const notModelled = (operation: string) =>
  new AwsError('UnknownOperationException', `ssm:${operation} is not modelled locally`, 501)
