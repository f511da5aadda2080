import * as z from 'zod/mini'
import { apiRoutes } from '../api-routes.ts'
import type { ActByApi } from '../domain/act.ts'
import { clip } from '../domain/clip.ts'
import { lineNamedIn } from '../domain/incident-id.ts'
import type { AskedAct } from '../ports.ts'

/** As API Gateway hands a request on, once IAM has allowed it: payload format 2.0. */
const request = z.object({
  routeKey: z.enum(apiRoutes),
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

const resolving = z.strictObject({
  reason: aLine(200),
  /** The same for every attempt to send this one act; the request's own where it is missing. */
  id: z.optional(aLine(128)),
})
const forms = { [apiRoutes.resolve]: resolving }

/**
 * The act that a request asks for, by whoever signed it: nobody's word is taken for who they are. Throws `ZodError` for
 * what API Gateway would not hand on, such as a request that IAM was not asked about.
 */
export function toAct(event: unknown): AskedAct {
  const { routeKey, pathParameters, requestContext, ...sent } = request.parse(event)
  const by = requestContext.authorizer.iam.userArn
  const refused = (because: string): AskedAct => ({ kind: 'refused', because, by, route: routeKey })

  const body = jsonIn(sent)
  if (body === undefined) return refused('the body is not JSON; send {"reason": "…"}')
  const form = forms[routeKey].safeParse(body)
  if (!form.success) return refused(form.error.issues.map(inWords).join('; '))
  const { incident = '' } = pathParameters
  if (lineNamedIn(incident) === '') return refused(`${JSON.stringify(clip(incident, 80))} is no incident's id`)

  const { reason, id = requestContext.requestId } = form.data
  const act = { kind: 'resolve', incident, reason, id, by, via: 'api' } as const satisfies ActByApi
  return { kind: 'act', act }
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
