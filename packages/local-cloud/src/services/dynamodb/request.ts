import type { Input } from '../../api.ts'
import { options } from './drafted.ts'
import { actions, rules, validations, type DynaliteStore, type DynaliteOperation } from './dynalite.ts'
import { toAnswer } from './fault.ts'

/** A request that has been through dynalite's validation, its expressions parsed. Throws `AwsError`. */
export function check(operation: keyof typeof rules, input: Input): Input {
  const { types, custom } = rules[operation]
  try {
    // dynalite deletes from what it is given.
    const request = validations.checkTypes(copied(input), types)
    validations.checkValidations(request, types, custom, { options })
    return request
  } catch (error) {
    throw toAnswer(error)
  }
}

/** Of JSON, for which this takes a fifth of the time of `structuredClone`. */
function copied<T>(value: T): T
function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copied(inner)]))
}

/** For what answers before it returns: all but Query, Scan and ListTables. Throws `AwsError`. */
export function actAtOnce(operation: DynaliteOperation, store: DynaliteStore, request: Input): Input {
  let reply: Input | undefined
  let failure: unknown
  actions[operation](store, request, (error, result) => {
    failure = error
    reply = result
  })
  if (failure !== undefined && failure !== null) throw toAnswer(failure)
  if (reply === undefined) throw new Error(`dynalite did not answer ${operation} at once`)
  return reply
}

/** Rejects with `AwsError`. */
export function act(operation: DynaliteOperation, store: DynaliteStore, request: Input): Promise<Input> {
  return new Promise((resolve, reject) => {
    actions[operation](store, request, (error, reply = {}) => {
      if (error === undefined || error === null) resolve(reply)
      else reject(toAnswer(error))
    })
  })
}
