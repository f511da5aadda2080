import { z } from 'zod'
import type { Input } from '../../api.ts'
import { region } from '../../arn.ts'
import { NotModelled } from '../../not-modelled.ts'
import type { TableDescription } from './item.ts'
import { check } from './request.ts'

/** Means something in the cloud only: bills, encryption at rest, backups, throughput. */
const ofTheCloud = z.optional(z.unknown())

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }))
const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.exactOptional(z.string()),
    NonKeyAttributes: z.exactOptional(z.array(z.string())),
  }),
  ProvisionedThroughput: ofTheCloud,
  WriteProvisionedThroughputSettings: ofTheCloud,
  WriteOnDemandThroughputSettings: ofTheCloud,
  OnDemandThroughput: ofTheCloud,
  ContributorInsightsSpecification: ofTheCloud,
  WarmThroughput: ofTheCloud,
})
const replica = z.strictObject({
  Region: z.literal(region),
  ContributorInsightsSpecification: ofTheCloud,
  DeletionProtectionEnabled: ofTheCloud,
  GlobalSecondaryIndexes: ofTheCloud,
  PointInTimeRecoverySpecification: ofTheCloud,
  ReadOnDemandThroughputSettings: ofTheCloud,
  ReadProvisionedThroughputSettings: ofTheCloud,
  SSESpecification: ofTheCloud,
  TableClass: ofTheCloud,
  Tags: ofTheCloud,
})

/** Of AWS::DynamoDB::GlobalTable (in one region) and of AWS::DynamoDB::Table. */
const tableProperties = z.strictObject({
  TableName: z.exactOptional(z.string()),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.exactOptional(z.array(index)),
  LocalSecondaryIndexes: z.exactOptional(z.array(index)),
  StreamSpecification: z.exactOptional(
    z.strictObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) }),
  ),
  TimeToLiveSpecification: z.exactOptional(
    z.strictObject({ AttributeName: z.exactOptional(z.string()), Enabled: z.boolean() }),
  ),
  Replicas: z.exactOptional(z.array(replica).length(1)),
  BillingMode: ofTheCloud,
  ContributorInsightsSpecification: ofTheCloud,
  DeletionProtectionEnabled: ofTheCloud,
  OnDemandThroughput: ofTheCloud,
  PointInTimeRecoverySpecification: ofTheCloud,
  ProvisionedThroughput: ofTheCloud,
  SSESpecification: ofTheCloud,
  TableClass: ofTheCloud,
  Tags: ofTheCloud,
  WarmThroughput: ofTheCloud,
  WriteOnDemandThroughputSettings: ofTheCloud,
  WriteProvisionedThroughputSettings: ofTheCloud,
})

/** What the template's physical resource is called. Without `streamArn`, one is made up. */
export interface TableNames {
  readonly name: string
  readonly arn: string
  readonly streamArn?: string
}

export interface TableDefinition {
  readonly description: TableDescription
  /** The attribute whose epoch seconds say when an item may go. */
  readonly expiry?: string
}

/** Throws `NotModelled`, naming the property, and `AwsError` for a table that DynamoDB would refuse. */
export function defineTable(properties: Input, { name, arn, streamArn }: TableNames): TableDefinition {
  const { data, error } = tableProperties.safeParse(properties)
  if (data === undefined) throw new NotModelled(`The table ${name}: ${z.prettifyError(error)}`)

  const { AttributeDefinitions, KeySchema, StreamSpecification: stream, TimeToLiveSpecification: ttl } = data
  const indexes = {
    ...(data.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: data.GlobalSecondaryIndexes.map(schemaOf) }),
    ...(data.LocalSecondaryIndexes && { LocalSecondaryIndexes: data.LocalSecondaryIndexes.map(schemaOf) }),
  }
  check('CreateTable', { TableName: name, AttributeDefinitions, KeySchema, ...indexes, BillingMode: 'PAY_PER_REQUEST' })

  const description: TableDescription = {
    TableName: name,
    TableArn: arn,
    TableStatus: 'ACTIVE',
    AttributeDefinitions,
    KeySchema,
    ...indexes,
    ...(stream && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType },
      LatestStreamArn: streamArn ?? `${arn}/stream/local`,
    }),
  }
  return { description, ...(ttl?.Enabled && ttl.AttributeName !== undefined && { expiry: ttl.AttributeName }) }
}

function schemaOf({ IndexName, KeySchema, Projection }: z.infer<typeof index>) {
  return { IndexName, KeySchema, Projection }
}
