import { z } from 'zod'
import { AwsError } from '../../aws-error.ts'

export const invalid = (message: string) => new AwsError('ValidationException', message)

export const notFound = (table: string) =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${table} not found`)

/** How dynalite throws what AWS would answer. */
const dynaliteFault = z.object({
  statusCode: z.number(),
  body: z.object({ __type: z.string(), message: z.optional(z.string()), Message: z.optional(z.string()) }),
})

/** The error as our endpoint gives it. An error that AWS would not give is a fault of ours, and stays as it is. */
export function toAnswer(error: unknown): unknown {
  const { data: fault } = dynaliteFault.safeParse(error)
  if (fault === undefined) return error
  const { __type: type, message, Message } = fault.body
  return new AwsError(type.slice(type.indexOf('#') + 1), message ?? Message ?? '', fault.statusCode)
}
