import { MovedClock } from '../src/clock.ts'
import { deployedHttpApis } from '../src/deploy/http-apis.ts'
import { HttpApi } from '../src/services/api-gateway/http-api.ts'
import { mayInvoke } from '../src/services/iam/resource-policies.ts'
import { RoleCheck } from '../src/services/iam/role-check.ts'
import { start } from './aws-endpoint-started.ts'
import { templateOf, type WrittenResource } from './template-of.ts'

export const functionArn = (name: string) => `arn:aws:lambda:eu-central-1:000000000000:function:${name}`
const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`
const aRole = (RoleName: string, ...Statement: object[]): WrittenResource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName,
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: roleArn('x') } },
    },
    Policies: [{ PolicyName: 'inline', PolicyDocument: { Statement } }],
  },
})
export const v2 = (type: string, Properties: Record<string, unknown>): WrittenResource => ({
  Type: `AWS::ApiGatewayV2::${type}`,
  Properties,
})
const apiId = { Ref: 'Api' }
export const route = (RouteKey: string, more: object = { AuthorizationType: 'AWS_IAM' }) =>
  v2('Route', {
    ApiId: apiId,
    RouteKey,
    Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Integration' }]] },
    ...more,
  })
const invoke = {
  Effect: 'Allow',
  Action: 'execute-api:Invoke',
  Resource: { 'Fn::Sub': 'arn:aws:execute-api:eu-central-1:000000000000:${Api}/*/POST/incidents/checkout-*/resolve' },
}

/** An API of two routes, with an operator who may use one of them, for one line. */
export const resources: Record<string, WrittenResource> = {
  Api: v2('Api', { Name: 'acts', ProtocolType: 'HTTP' }),
  Integration: v2('Integration', {
    ApiId: apiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: functionArn('api'),
    PayloadFormatVersion: '2.0',
  }),
  Resolve: route('POST /incidents/{incident}/resolve'),
  Health: route('GET /health', {}),
  Stage: v2('Stage', {
    ApiId: apiId,
    StageName: '$default',
    AutoDeploy: true,
    DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 },
  }),
  Permission: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: functionArn('api'),
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:eu-central-1:000000000000:${Api}/*' },
    },
  },
  Operators: aRole('operators', invoke),
  Strangers: aRole('strangers'),
}

/** The API behind the real endpoint, in front of a function that answers so. @param without this resource */
export async function started({ without = '', answer = (): unknown => ({ statusCode: 202, body: 'taken' }) } = {}) {
  const template = templateOf(Object.fromEntries(Object.entries(resources).filter(([id]) => id !== without)))
  const clock = new MovedClock(Date.UTC(2026, 10, 21, 9))
  const roleCheck = new RoleCheck(template)
  const events: any[] = []
  const log: string[] = []
  const apis = deployedHttpApis(template).map(
    (definition) =>
      new HttpApi(definition, {
        clock,
        functions: { invoke: async (arn, event) => (events.push({ arn, event }), answer()) },
        authorize: (caller, permissions) => roleCheck.check(caller, permissions),
        arnOfCaller: (caller) => roleCheck.arnOf(caller),
        mayInvoke: (...asked) => mayInvoke(template, ...asked),
        log: (line) => void log.push(line),
      }),
  )
  const { endpoint } = await start({}, { httpApis: new Map(apis.map((api) => [api.id, api])) })
  const url = `${endpoint.url}${new URL(template.find('Api').attributes['ApiEndpoint']!).pathname}`
  const post = async (path: string, key?: string, { service = 'execute-api', ...init }: any = {}) => {
    const scope = `Credential=${key}/20261121/eu-central-1/${service}/aws4_request`
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      ...init,
      headers: {
        ...(key !== undefined && { authorization: `AWS4-HMAC-SHA256 ${scope}, Signature=x` }),
        ...init.headers,
      },
    })
    return { status: response.status, text: await response.text() }
  }
  return { post, events, log, clock, roleCheck, api: apis[0]! }
}
