import { z } from 'zod'
import type { DynamoDb } from '../services/dynamodb/dynamodb.ts'
import type { LocalQueues } from '../services/sqs/sqs.ts'
import type { Ssm } from '../services/ssm/ssm.ts'
import type { Template } from '../template/template.ts'

/** Makes the template's queues. */
export function deployQueues(template: Template, queues: LocalQueues): void {
  for (const { ref: url, arn, properties } of template.ofType('AWS::SQS::Queue')) {
    queues.createQueue(properties, { name: arn.split(':').at(-1) ?? arn, arn, url })
  }
}

/** Makes the template's tables, with what was kept of them. */
export function deployTables(template: Template, database: DynamoDb): void {
  for (const { ref: name, arn, attributes, properties } of template.ofType(
    'AWS::DynamoDB::Table',
    'AWS::DynamoDB::GlobalTable',
  )) {
    const streamArn = attributes['StreamArn']
    database.createTable(properties, { name, arn, ...(streamArn !== undefined && { streamArn }) })
  }
}

const parameter = z.object({ Type: z.enum(['String', 'StringList']), Value: z.string() })

/** Makes the template's parameters. */
export function deployParameters(template: Template, ssm: Ssm): void {
  for (const { ref: name, properties } of template.ofType('AWS::SSM::Parameter')) {
    const { Type: type, Value: value } = parameter.parse(properties)
    ssm.provide({ name, value, type })
  }
}
