import type { ReceivedRequest } from '../../wire/protocol.ts'
import type { FoundRoute } from './http-route.ts'

interface HttpContext extends FoundRoute {
  readonly apiId: string
  readonly account: string
  readonly stage: string
  readonly requestId: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Who was allowed to call; `undefined` where IAM was not asked. */
  readonly userArn: string | undefined
}

/**
 * What a function is handed for a request: payload format 2.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent({ method, url, headers, body }: ReceivedRequest, context: HttpContext) {
  const { route, parameters, apiId, account, stage, requestId, at, userArn } = context
  const [path = '/', query = ''] = url.split(/\?(.*)/s)
  const routeKey = `${route.method} ${route.path}`
  const isText = /^(text\/|application\/(json|javascript|xml)\b)/.test(headers['content-type'] ?? 'text/plain')
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(',')])),
    ...(query !== '' && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    requestContext: {
      accountId: account,
      apiId,
      ...(userArn !== undefined && { authorizer: { iam: { accountId: account, userArn } } }),
      domainName: headers.host ?? '',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: headers['user-agent'] ?? '' },
      requestId,
      routeKey,
      stage,
      time: new Date(at).toISOString(),
      timeEpoch: at,
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  }
}
