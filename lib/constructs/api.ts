import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { apiRoute } from '../../functions/api-routes.ts'
import { allow } from '../allow.ts'
import { apiName } from '../names.ts'
import { AndonFunction } from './andon-function.ts'

export interface ApiProps {
  readonly code: Code
  readonly signals: IQueue
  readonly alarms: ITopic
}

/** Requests a second on one route, and how many may come at once. People resolve by hand; a program out of hand waits. */
const throttling = { throttlingRateLimit: 10, throttlingBurstLimit: 20 }

/** Brings acts by HTTP to the signals queue, from whomever IAM lets: the signature says who acts. Idle it is free. */
export class Api extends Construct {
  readonly function: AndonFunction
  readonly url: string
  readonly #api: CfnApi

  constructor(scope: Construct, id: string, { code, signals, alarms }: ApiProps) {
    super(scope, id)
    this.function = new AndonFunction(this, 'Function', {
      name: 'api',
      hurts:
        'Whoever resolves an incident by the command or a program: it is told that this failed, and must try again.',
      code,
      timeout: Duration.seconds(10),
      environment: { SIGNALS_URL: signals.queueUrl },
      may: [allow(['sqs:SendMessage'], signals.queueArn)],
      setsAside: 'nowhere, its caller is told',
      alarms,
    })
    this.#api = new CfnApi(this, 'Api', { name: apiName, protocolType: 'HTTP' })
    this.url = this.#api.attrApiEndpoint
    this.#routes()
    this.#stage()
  }

  #routes() {
    const { lambda } = this.function
    const apiId = this.#api.ref
    const integration = new CfnIntegration(this, 'Integration', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: lambda.functionArn,
      payloadFormatVersion: '2.0',
    })
    const target = `integrations/${integration.ref}`
    new CfnRoute(this, 'Route', { apiId, routeKey: apiRoute, authorizationType: 'AWS_IAM', target })
    lambda.addPermission('Invoke', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: apiId,
        resourceName: '*',
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      }),
    })
  }

  #stage() {
    new CfnStage(this, 'Stage', {
      apiId: this.#api.ref,
      stageName: '$default',
      autoDeploy: true,
      defaultRouteSettings: throttling,
      accessLogSettings: { destinationArn: this.#accessLog().logGroupArn, format: JSON.stringify(accessLogFormat) },
    })
  }

  /** Under this prefix API Gateway may write without a line in the one policy that all log groups of a region share. */
  #accessLog(): LogGroup {
    return new LogGroup(this, 'AccessLog', {
      logGroupName: `/aws/vendedlogs/${apiName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    })
  }
}

/** Who asked for what, and whether it was allowed: what was refused never reaches the function. */
const accessLogFormat = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  who: '$context.identity.userArn',
  ip: '$context.identity.sourceIp',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  error: '$context.error.message',
}
