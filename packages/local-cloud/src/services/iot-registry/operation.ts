import { z } from 'zod'
import { arnOf } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { type Certificates, type RegisteredCertificate } from './certificates.ts'
import { type RegisteredThing, type Things } from './things.ts'

export const certificateArn = (id: string) => arnOf('iot', `cert/${id}`)
export const thingArn = (name: string) => arnOf('iot', `thing/${name}`)
export const policyArn = (name: string) => arnOf('iot', `policy/${name}`)

export const certificateId = z.string().regex(/^[0-9a-f]{64}$/, 'it must be 64 hexadecimal digits')
export const thingName = z.string().regex(/^[a-zA-Z0-9:_-]{1,128}$/, 'it is no name of a thing')
export const policyName = z.string().regex(/^[\w+=,.@-]{1,128}$/, 'it is no name of a policy')
/** Only certificates are principals and targets here: no Cognito identity, no thing group. */
export const principal = z
  .string()
  .regex(new RegExp(`^${certificateArn('[0-9a-f]{64}')}$`), "it must be the ARN of one of this account's certificates")

/** The certificate's id in its ARN. */
export const idIn = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1)

export const missing = (what: string) => new AwsError('ResourceNotFoundException', `There is no ${what}.`, 404)

export function knownThing(things: Things, name: string): RegisteredThing {
  const found = things.get(name)
  if (found === undefined) throw missing(`thing ${name}`)
  return found
}
export function knownCertificate(certificates: Certificates, id: string): RegisteredCertificate {
  const found = certificates.get(id)
  if (found === undefined) throw missing(`certificate ${id}`)
  return found
}

/** A part of a list, and what to ask for the next part with. */
export function page<T>(items: readonly T[], size = 25, token = '0'): { readonly items: readonly T[]; next?: string } {
  const start = Number(token)
  if (!Number.isSafeInteger(start) || start < 0) throw new AwsError('InvalidRequestException', 'No such page.')
  const end = start + size
  return { items: items.slice(start, end), ...(end < items.length && { next: String(end) }) }
}

export const pageSize = z.int().min(1).max(250).optional()
export const paged = z.object({ maxResults: pageSize, nextToken: z.string().optional() })
