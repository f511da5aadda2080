import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import { apiRoute } from '../api-routes.ts'
import type { ActByApi } from '../domain/act.ts'
import { clip } from '../domain/clip.ts'
import { own } from '../domain/own.ts'
import { lineNamedIn } from '../domain/incident-id.ts'
import type { AskedAct } from '../ports.ts'

/** @returns why whoever has the ARN may not, by what the config says of the line; `undefined`: they may */
export type MayDo = (act: ActByApi['kind'], line: string, arn: string) => string | undefined

/** As API Gateway hands a request on, once IAM has allowed it: payload format 2.0. */
const request = z.object({
  routeKey: z.literal(apiRoute),
  pathParameters: z._default(z.record(z.string(), z.string()), {}),
  body: z.optional(z.string()),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({
    requestId: z.string(),
    authorizer: z.object({ iam: z.object({ userArn: z.string().check(z.startsWith('arn:')) }) }),
  }),
})

const aLine = (most: number) =>
  z
    .string('a text is missing')
    .check(z.trim())
    .check(z.minLength(1, 'a text is missing'))
    .check(z.maxLength(most, `at most ${most} characters`))
    .check(z.regex(/^\P{Cc}*$/u, 'one line, without control characters'))

/** The same for every attempt to send this one act; the request's own where it is missing. */
const id = z.exactOptional(aLine(128))
/** As the incident names what it asks for or suggests. */
const aPlan = z.string('the plan is missing').check(z.regex(/^[0-9a-f]{16}$/, 'no plan of an incident'))
type Parts = Pick<ActByApi, 'incident' | 'by' | 'via'> & { readonly requestId: string }

/** What the body must be, and the act that it makes. Throws `ZodError`. */
const acts: Readonly<Record<ActByApi['kind'], (body: unknown, parts: Parts) => ActByApi>> = {
  resolve(body, { requestId, ...parts }) {
    const said = z.parse(z.strictObject({ reason: aLine(200), id }), body)
    return { kind: 'resolve', id: requestId, ...said, ...parts }
  },
  approve(body, { requestId, ...parts }) {
    return { kind: 'approve', id: requestId, ...z.parse(z.strictObject({ plan: aPlan, id }), body), ...parts }
  },
  refuse(body, { requestId, ...parts }) {
    const said = z.parse(z.strictObject({ plan: aPlan, reason: z._default(aLine(200), ''), id }), body)
    return { kind: 'refuse', id: requestId, ...said, ...parts }
  },
  run(body, { requestId, ...parts }) {
    return { kind: 'run', id: requestId, ...z.parse(z.strictObject({ plan: aPlan, id }), body), ...parts }
  },
  restore(body, { requestId, ...parts }) {
    const form = z.strictObject({ playbook: aLine(32), reason: z._default(aLine(200), ''), id })
    return { kind: 'restore', id: requestId, ...z.parse(form, body), ...parts }
  },
  undo(body, { requestId, ...parts }) {
    return { kind: 'undo', id: requestId, ...z.parse(z.strictObject({ id }), body), ...parts }
  },
}

/**
 * The act that a request asks for, by whoever signed it: nobody's word is taken for who they are. Throws `ZodError` for
 * what API Gateway would not hand on, such as a request that IAM was not asked about.
 */
export function toAct(event: unknown, mayDo: MayDo): AskedAct {
  const { pathParameters, requestContext, ...sent } = request.parse(event)
  const by = requestContext.authorizer.iam.userArn
  const { incident = '', act = '' } = pathParameters
  const refused = (because: string) => ({ kind: 'refused', because, by, act: clip(act, 80), status: 400 }) as const

  const actOf = own(acts, act)
  if (actOf === undefined)
    return refused(`there is no act ${JSON.stringify(clip(act, 80))}: ${Object.keys(acts).join(', ')}`)
  const body = jsonIn(sent)
  if (body === undefined) return refused('the body is not JSON; send an object such as {"reason": "…"}')
  if (lineNamedIn(incident) === '') return refused(`${JSON.stringify(clip(incident, 80))} is no incident's id`)
  try {
    const { requestId } = requestContext
    const asked = actOf(body, { incident, by, via: 'api', requestId })
    const why = mayDo(asked.kind, lineNamedIn(incident), by)
    return why === undefined ? { kind: 'act', act: asked } : { ...refused(why), status: 403 }
  } catch (error) {
    if (error instanceof $ZodError) return refused(error.issues.map(inWords).join('; '))
    throw error
  }
}

function jsonIn({ body = '', isBase64Encoded }: { body?: string | undefined; isBase64Encoded: boolean }): unknown {
  try {
    return JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body)
  } catch {
    return undefined
  }
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown field ${clip(issue.keys.join(', '), 80)}`
  const where = issue.path.join('.')
  return where === '' ? 'the body must be an object such as {"reason": "…"}' : `${where}: ${issue.message}`
}
