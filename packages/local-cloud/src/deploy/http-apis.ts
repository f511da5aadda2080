import { z } from 'zod'
import { NotModelled } from '../not-modelled.ts'
import type { HttpApiDefinition } from '../services/api-gateway/http-api.ts'
import type { HttpRoute } from '../services/api-gateway/http-route.ts'
import type { Resource, Template } from '../template/template.ts'

const anything = z.unknown().optional()
const apiId = z.string()

const api = z.strictObject({ Name: z.string(), ProtocolType: z.literal('HTTP'), Description: anything, Tags: anything })
const integration = z.strictObject({
  ApiId: apiId,
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string().startsWith('arn:aws:lambda:'),
  PayloadFormatVersion: z.literal('2.0'),
  Description: anything,
})
const route = z.strictObject({
  ApiId: apiId,
  // Neither greedy parts nor ANY nor $default.
  RouteKey: z.string().regex(/^(GET|POST|PUT|PATCH|DELETE) (\/([\w.-]+|\{\w+\}))+$/),
  AuthorizationType: z.enum(['AWS_IAM', 'NONE']).default('NONE'),
  Target: z.string().startsWith('integrations/'),
})
const stage = z.strictObject({
  ApiId: apiId,
  StageName: z.literal('$default'),
  AutoDeploy: z.literal(true),
  DefaultRouteSettings: z
    .strictObject({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() })
    .optional(),
  // The laptop says on its terminal what is refused.
  AccessLogSettings: anything,
  Description: anything,
  Tags: anything,
})

/** The template's HTTP APIs. Throws `NotModelled` for what cannot be played. */
export function deployedHttpApis(template: Template): HttpApiDefinition[] {
  const integrations = new Map(
    template.ofType('AWS::ApiGatewayV2::Integration').map((one) => [one.ref, read(integration, one).IntegrationUri]),
  )
  const routes = template.ofType('AWS::ApiGatewayV2::Route').map((one) => ({ one, ...read(route, one) }))
  const stages = template.ofType('AWS::ApiGatewayV2::Stage').map((one) => read(stage, one))
  return template.ofType('AWS::ApiGatewayV2::Api').map((resource) => {
    read(api, resource)
    const id = resource.ref
    const settings = stages.find(({ ApiId }) => ApiId === id)
    if (settings === undefined) throw new NotModelled(`${resource.logicalId} has no stage $default`)
    const { DefaultRouteSettings: limits } = settings
    return {
      id,
      routes: routes
        .filter(({ ApiId }) => ApiId === id)
        .map(({ one, RouteKey, AuthorizationType, Target }): HttpRoute => {
          const [method = '', path = ''] = RouteKey.split(' ')
          const functionArn = integrations.get(Target.replace('integrations/', ''))
          if (functionArn === undefined) throw new NotModelled(`${one.logicalId} leads to no integration`)
          return { method, path, isSigned: AuthorizationType === 'AWS_IAM', functionArn }
        }),
      ...(limits && { throttling: { rate: limits.ThrottlingRateLimit, burst: limits.ThrottlingBurstLimit } }),
    }
  })
}

function read<T>(form: z.ZodType<T>, { logicalId, type, properties }: Resource): T {
  const { success, data, error } = form.safeParse(properties)
  if (success) return data
  throw new NotModelled(`${logicalId} (${type}) is not modelled: ${z.prettifyError(error)}`)
}
