import type { Service } from '../aws-endpoint/aws-endpoint.ts'
import type { CloudClock } from '../clock.ts'
import type { Api } from '../api.ts'
import { createSts } from './sts/sts.ts'
import type { Template } from '../template/template.ts'

/** How each imitated service is spoken to, by the name under which requests to it are signed. */
export const wires = {
  // dynalite speaks DynamoDB's JSON itself.
  dynamodb: { client: () => import('@aws-sdk/client-dynamodb'), asJson: true },
  sqs: { client: () => import('@aws-sdk/client-sqs') },
  events: { client: () => import('@aws-sdk/client-eventbridge') },
  ssm: { client: () => import('@aws-sdk/client-ssm') },
  ecs: { client: () => import('@aws-sdk/client-ecs') },
  sns: { client: () => import('@aws-sdk/client-sns') },
  sts: { client: () => import('@aws-sdk/client-sts') },
  s3: { client: () => import('@aws-sdk/client-s3') },
  cloudformation: { client: () => import('@aws-sdk/client-cloudformation') },
  iot: { client: () => import('@aws-sdk/client-iot') },
  iotdata: { client: () => import('@aws-sdk/client-iot-data-plane') },
  lambda: { client: () => import('@aws-sdk/client-lambda') },
  monitoring: { client: () => import('@aws-sdk/client-cloudwatch') },
  tagging: { client: () => import('@aws-sdk/client-resource-groups-tagging-api') },
}

interface Part {
  readonly api: Api
}
interface Parts {
  readonly clock: CloudClock
  readonly template: Template
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
  readonly cloudWatch: Part
  readonly tagging: Part
}

/** The services behind the AWS endpoint, by signing name. */
export function servicesOf(parts: Parts): readonly (readonly [string, Service])[] {
  return [
    ['dynamodb', { api: parts.database.api, ...wires.dynamodb }],
    ['sqs', { api: parts.queues.api, ...wires.sqs }],
    ['events', { api: parts.eventBridge.api, ...wires.events }],
    ['ssm', { api: parts.ssm.api, ...wires.ssm }],
    ['ecs', { api: parts.ecs.api, ...wires.ecs }],
    ['sns', { api: parts.sns.api, ...wires.sns }],
    ['sts', { api: createSts(parts).api, ...wires.sts }],
    ['s3', { api: parts.s3.api, ...wires.s3 }],
    ['cloudformation', { api: parts.cloudFormation.api, ...wires.cloudformation }],
    ['iot', { api: parts.iotRegistry.api, ...wires.iot }],
    ['iotdata', { api: parts.iot.api, ...wires.iotdata }],
    ['lambda', { api: parts.lambda.api, ...wires.lambda }],
    ['monitoring', { api: parts.cloudWatch.api, ...wires.monitoring }],
    ['tagging', { api: parts.tagging.api, ...wires.tagging }],
  ]
}
