import { apiRoute } from '../../functions/api-routes.ts'
import { ofType, readable, shipped } from './reading.ts'

const template = shipped()
const theOnly = (type: string) => {
  const [only, ...others] = ofType(template, `AWS::ApiGatewayV2::${type}`)
  expect(others).toEqual([])
  return only!.Properties
}

it('asks IAM on its one route', () => {
  expect(theOnly('Route')).toMatchObject({ RouteKey: apiRoute, AuthorizationType: 'AWS_IAM' })
})

it('is throttled, and logs who asked for what: what is refused never reaches the function', () => {
  const { DefaultRouteSettings, AccessLogSettings } = theOnly('Stage')
  expect(DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 20, ThrottlingRateLimit: 10 })
  // Under this prefix API Gateway needs no line in the policy that all log groups share.
  expect(readable(template, AccessLogSettings.DestinationArn)).toBe('/aws/vendedlogs/andon-api')
  const logged = JSON.parse(AccessLogSettings.Format)
  expect(logged).toMatchObject({ who: '$context.identity.userArn', status: '$context.status' })
})

it('is found by the stack’s output, and is let in by the function alone for this API', () => {
  expect(template.Outputs['ApiUrl']?.Value).toEqual({ 'Fn::GetAtt': [expect.any(String), 'ApiEndpoint'] })
  const allowed = ofType(template, 'AWS::Lambda::Permission')
    .map(({ Properties }) => Properties)
    .filter(({ Principal }) => Principal === 'apigateway.amazonaws.com')
  expect(readable(template, allowed)).toEqual([
    expect.objectContaining({
      FunctionName: 'andon-api',
      SourceArn: expect.stringMatching(/:execute-api:.*:andon-api\/\*$/),
    }),
  ])
})
