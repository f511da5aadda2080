import { z } from 'zod'
import type { Api, Input, Permission } from './api.ts'
import { AwsError } from './aws-error.ts'
import type { Caller } from './caller.ts'
import { unknownOperation } from './wire/protocol.ts'
import { own } from './own.ts'

/** An imitated operation: what it takes, what it needs to be allowed, and what it does. */
export interface Definition<Shape extends z.ZodRawShape> {
  /** Its members; another one is refused by its name, so that nothing is left aside silently. */
  readonly takes: z.ZodObject<Shape>
  /** The ARNs that the permission of the operation's own name is asked for; `*` where AWS knows no narrower one. */
  readonly on?: (input: z.output<z.ZodObject<Shape>>) => string | readonly string[]
  /** Instead of `on`: permissions that have another name than the operation. */
  readonly needs?: (input: z.output<z.ZodObject<Shape>>) => readonly Permission[]
  /** May throw `AwsError`. The answer is what the SDK's client gives back: times as `Date`, bytes as `Uint8Array`. */
  readonly run: (input: z.output<z.ZodObject<Shape>>, caller: Caller) => unknown
}

interface Prepared {
  readonly permissions: readonly Permission[]
  readonly run: (caller: Caller) => unknown
}
interface Naming {
  /** As IAM calls the action: `ssm:GetParameter`. */
  readonly action: string
  readonly invalid: Invalid
}
/** Throws `AwsError`. */
export type Operation = (input: Input, naming: Naming) => Prepared
export type Operations = Readonly<Record<string, Operation>>

/** What a service says to an input that is not as it should be. */
export type Invalid = (error: z.ZodError) => AwsError

export const invalidBy =
  (code: string): Invalid =>
  (error) =>
    new AwsError(code, z.prettifyError(error))

export function operation<Shape extends z.ZodRawShape>(definition: Definition<Shape>): Operation {
  const takes = definition.takes.strict()
  return (input, naming) => {
    const { success, data, error } = takes.safeParse(input, { reportInput: true })
    if (!success) throw refusal(error, naming)
    return {
      permissions: permissionsOf(definition, data, naming.action),
      run: (caller) => definition.run(data, caller),
    }
  }
}

function permissionsOf<Shape extends z.ZodRawShape>(
  { on = () => '*', needs }: Definition<Shape>,
  input: z.output<z.ZodObject<Shape>>,
  action: string,
): readonly Permission[] {
  if (needs !== undefined) return needs(input)
  return [on(input)].flat().map((resource) => ({ action, resource }))
}

function refusal(error: z.ZodError, { action, invalid }: Naming): AwsError {
  const unknown = error.issues.find(({ code }) => code === 'unrecognized_keys')
  if (unknown?.code !== 'unrecognized_keys') return invalid(error)
  const members = unknown.keys.map((key) => [...unknown.path, key].join('.'))
  return new AwsError('UnsupportedOperation', `${action} with ${members.join(', ')} is not modelled locally`, 501)
}

export interface ServiceNames {
  /** As IAM calls it: the `ssm` in `ssm:GetParameter`. */
  readonly prefix: string
  readonly invalid: Invalid
}

/** A service that consists of these operations. */
export function apiOf({ prefix, invalid }: ServiceNames, operations: Operations): Api {
  // Both questions come one after the other with the same input, which is read once.
  let last: { readonly name: string; readonly input: Input; readonly prepared: Prepared } | undefined
  const prepare = (name: string, input: Input): Prepared => {
    if (last?.input === input && last.name === name) return last.prepared
    const found = own(operations, name)
    if (found === undefined) throw unknownOperation(`${prefix}:${name}`)
    const prepared = found(input, { action: `${prefix}:${name}`, invalid })
    last = { name, input, prepared }
    return prepared
  }
  return {
    permissionsFor: (name, input) => prepare(name, input).permissions,
    call: async (name, input, caller) => (await prepare(name, input).run(caller)) ?? {},
  }
}
