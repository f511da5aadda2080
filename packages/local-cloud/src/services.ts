import type { Service } from './aws-endpoint.ts'
import { s3Service } from './aws-endpoint/s3.ts'
import type { Clock } from './clock.ts'
import { cloudFormationService } from './cloudformation.ts'
import { iotService } from './aws-endpoint/iot.ts'
import { iotDataService } from './aws-endpoint/iotdata.ts'
import { refuseLambda, respondLambda, routeLambda } from './lambda/rest.ts'
import type { Api } from './service.ts'
import { snsService } from './sns.ts'

interface Part {
  readonly api: Api
}
interface Parts {
  readonly clock: Clock
  readonly queues: Part
  readonly database: Part
  readonly ssm: Part
  readonly lambda: Part
  readonly eventBridge: Part
  readonly iot: Part
  readonly iotRegistry: Part
  readonly ecs: Part
  readonly sns: Part
  readonly s3: Part
  readonly cloudFormation: Part
}

/** The services behind the AWS endpoint, by the name under which requests to them are signed. */
export function servicesOf(parts: Parts): readonly (readonly [string, Service])[] {
  return [
    ['dynamodb', { protocol: 'json', api: parts.database.api }],
    ['sqs', { protocol: 'json', api: parts.queues.api }],
    ['events', { protocol: 'json', api: parts.eventBridge.api }],
    ['ssm', { protocol: 'json', api: parts.ssm.api }],
    ['ecs', { protocol: 'json', api: parts.ecs.api }],
    ['sns', snsService(parts.sns.api)],
    ['s3', s3Service(parts.s3.api, parts.clock)],
    ['cloudformation', cloudFormationService(parts.cloudFormation.api)],
    ['iot', iotService(parts.iotRegistry.api)],
    ['iotdata', iotDataService(parts.iot.api)],
    [
      'lambda',
      {
        protocol: 'rest',
        api: parts.lambda.api,
        route: (method, url, headers, body) => routeLambda(method, url, headers, body.toString()),
        respond: respondLambda,
        refuse: refuseLambda,
      },
    ],
  ]
}
