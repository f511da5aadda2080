import * as z from 'zod/mini'
import { $ZodError } from 'zod/v4/core'
import { apiRoute } from '../api-routes.ts'
import type { ActByApi } from '../domain/act.ts'
import { clip } from '../domain/clip.ts'
import { own } from '../domain/own.ts'
import { lineNamedIn } from '../domain/incident-id.ts'
import { instant } from '../domain/instant.ts'
import type { AskedAct } from '../ports.ts'
import { incidentActs, lineActs } from './act-bodies.ts'

/** What the config says of lines and people. */
export interface Allowing {
  /** Why whoever has the ARN may not, by what the config says of the line; `undefined`: they may. */
  readonly mayDo: (act: ActByApi['kind'], line: string, arn: string) => string | undefined
  /** That there is no such line, in words; `undefined`: there is. */
  readonly noSuchLine: (line: string) => string | undefined
}

/** As API Gateway hands a request on, once IAM has allowed it: payload format 2.0. */
const request = z.object({
  routeKey: z.literal(apiRoute),
  pathParameters: z._default(z.record(z.string(), z.string()), {}),
  body: z.optional(z.string()),
  isBase64Encoded: z.boolean(),
  requestContext: z.object({
    requestId: z.string(),
    timeEpoch: z.number(),
    authorizer: z.object({ iam: z.object({ userArn: z.string().check(z.startsWith('arn:')) }) }),
  }),
})
type Request = z.infer<typeof request>

/**
 * The act that a request asks for, by whoever signed it: nobody's word is taken for who they are. Throws `ZodError` for
 * what API Gateway would not hand on, such as a request that IAM was not asked about.
 */
export function toAct(event: unknown, allowing: Allowing): AskedAct {
  const asked = request.parse(event)
  const by = asked.requestContext.authorizer.iam.userArn
  const { act = '' } = asked.pathParameters
  const refused = (because: string, status: 400 | 403 | 404 = 400) =>
    ({ kind: 'refused', because, by, act: clip(act, 80), status }) as const

  const wanted = wantedBy(asked, by, allowing)
  if (wanted.kind === 'refused') return refused(wanted.because, wanted.status)
  const body = jsonIn(asked)
  if (body === undefined) return refused('the body is not JSON; send an object such as {"reason": "…"}')
  try {
    const made = wanted.actOf(body)
    const why = allowing.mayDo(made.kind, wanted.line, by)
    return why === undefined ? { kind: 'act', act: made } : refused(why, 403)
  } catch (error) {
    if (error instanceof $ZodError) return refused(error.issues.map(inWords).join('; '))
    throw error
  }
}

type Wanted =
  | { readonly kind: 'wanted'; readonly line: string; readonly actOf: (body: unknown) => ActByApi }
  | { readonly kind: 'refused'; readonly because: string; readonly status: 400 | 404 }

/** What the path asks for. */
function wantedBy({ pathParameters, requestContext }: Request, by: string, { noSuchLine }: Allowing): Wanted {
  const { requestId, timeEpoch } = requestContext
  const { things = '', name = '', act = '' } = pathParameters
  const who = { by, via: 'api', requestId } as const
  switch (things) {
    case 'lines': {
      const actOf = own(lineActs, act)
      if (actOf === undefined) return noSuchAct(act, lineActs)
      const because = noSuchLine(name)
      if (because !== undefined) return refusal(because, 404)
      return {
        kind: 'wanted',
        line: name,
        actOf: (body) => actOf(body, { ...who, line: name, at: instant(timeEpoch) }),
      }
    }
    case 'incidents': {
      const actOf = own(incidentActs, act)
      if (actOf === undefined) return noSuchAct(act, incidentActs)
      const line = lineNamedIn(name)
      if (line === '') return refusal(`${JSON.stringify(clip(name, 80))} is no incident's id`)
      return { kind: 'wanted', line, actOf: (body) => actOf(body, { ...who, incident: name }) }
    }
    default:
      return refusal(`there is nothing at /${clip(things, 80)}: incidents, lines`, 404)
  }
}

const refusal = (because: string, status: 400 | 404 = 400): Wanted => ({ kind: 'refused', because, status })

const noSuchAct = (act: string, acts: object): Wanted =>
  refusal(`there is no act ${JSON.stringify(clip(act, 80))}: ${Object.keys(acts).join(', ')}`)

function jsonIn({ body = '', isBase64Encoded }: Request): unknown {
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
