// What AWS asks in us-east-1 (N. Virginia), in US dollars without tax, as read in stored copies of the named pages on
// 21 November 2026. us-east-1, because it is the region whose prices are quoted the most; others are said to be up to
// a quarter dearer.

import type { Allowance } from './allowances.ts'
import type { Line } from './lines.ts'

export const readOn = '2026-11-21'

export interface Price {
  /** The line of the bill under which it is shown. */
  readonly line: Line
  readonly unit: string
  /** Dollars for one unit. */
  readonly usd: number
  /** Which of an account's always-free allowances covers it. */
  readonly allowance?: Allowance
  readonly source: string
  /** False: from memory, the page in reach no longer or not yet showed the figure. */
  readonly confirmed: boolean
}

const million = 1_000_000
const lambdaPage = 'https://aws.amazon.com/lambda/pricing/'
/** Quotes AWS's own page of 20 September 2026. */
const quoted = (provider: string) =>
  `https://raw.githubusercontent.com/api-evangelist/${provider}/refs/heads/main/plans/${provider}-plans-pricing.yml`
const dynamodbPage = 'https://aws.amazon.com/dynamodb/pricing/on-demand/'
const cloudwatchPage = 'https://aws.amazon.com/cloudwatch/pricing/'
const iotPage = 'https://aws.amazon.com/iot-core/pricing/'
const s3Page = 'https://aws.amazon.com/s3/pricing/'
const sqsPage = 'https://cloudburn.io/blog/amazon-sqs-pricing'
const dynamodbUnits = 'https://airbyte.com/data-engineering-resources/dynamodb-pricing'

export const prices = {
  lambdaRequests: {
    line: 'Lambda',
    unit: 'request',
    usd: 0.2 / million,
    allowance: 'lambdaRequests',
    source: quoted('aws-lambda'),
    confirmed: true,
  },
  lambdaGbSeconds: {
    line: 'Lambda',
    unit: 'GB-second on Arm',
    usd: 0.000_013_333_4,
    allowance: 'lambdaGbSeconds',
    source: 'https://cloudchipr.com/blog/aws-lambda-pricing',
    confirmed: true,
  },
  durableOperations: {
    line: 'Durable executions',
    unit: 'operation',
    usd: 8 / million,
    source: quoted('aws-lambda'),
    confirmed: true,
  },
  durableGb: { line: 'Durable executions', unit: 'GB written', usd: 0.25, source: lambdaPage, confirmed: false },
  durableGbMonths: {
    line: 'Durable executions',
    unit: 'GB-month kept',
    usd: 0.15,
    source: lambdaPage,
    confirmed: false,
  },
  sqsFifoRequests: {
    line: 'SQS',
    unit: 'request to a FIFO queue',
    usd: 0.5 / million,
    allowance: 'sqsRequests',
    source: sqsPage,
    confirmed: true,
  },
  sqsRequests: {
    line: 'SQS',
    unit: 'request to a standard queue',
    usd: 0.4 / million,
    allowance: 'sqsRequests',
    source: sqsPage,
    confirmed: true,
  },
  dynamodbWrites: {
    line: 'DynamoDB',
    unit: 'write request unit',
    usd: 0.625 / million,
    source: dynamodbUnits,
    confirmed: true,
  },
  dynamodbReads: {
    line: 'DynamoDB',
    unit: 'read request unit',
    usd: 0.125 / million,
    source: dynamodbUnits,
    confirmed: true,
  },
  dynamodbGbMonths: {
    line: 'DynamoDB',
    unit: 'GB-month',
    usd: 0.25,
    allowance: 'dynamodbGb',
    source: dynamodbPage,
    confirmed: false,
  },
  dynamodbRecoveryGbMonths: {
    line: 'DynamoDB',
    unit: 'GB-month of point-in-time recovery',
    usd: 0.2,
    source: dynamodbPage,
    confirmed: false,
  },
  iotMessages: {
    line: 'IoT Core',
    unit: 'message of up to 5 KB',
    usd: 1 / million,
    source: `${quoted('amazon-iot-core')} (as an example for Ireland)`,
    confirmed: true,
  },
  iotMinutes: {
    line: 'IoT Core',
    unit: 'minute of connection',
    usd: 0.08 / million,
    source: `${quoted('amazon-iot-core')} (as an example for Ireland)`,
    confirmed: true,
  },
  iotRules: { line: 'IoT Core', unit: 'rule triggered', usd: 0.15 / million, source: iotPage, confirmed: false },
  iotActions: { line: 'IoT Core', unit: 'action executed', usd: 0.15 / million, source: iotPage, confirmed: false },
  customEvents: {
    line: 'EventBridge',
    unit: 'custom event',
    usd: 1 / million,
    source: 'https://cloudburn.io/blog/amazon-eventbridge-pricing',
    confirmed: true,
  },
  snsRequests: {
    line: 'SNS',
    unit: 'message to a topic',
    usd: 0.5 / million,
    allowance: 'snsRequests',
    source: 'https://www.factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols/',
    confirmed: true,
  },
  logGb: {
    line: 'Logs',
    unit: 'GB taken in',
    usd: 0.5,
    allowance: 'logsGb',
    source: 'https://hykell.com/knowledge-base/aws-cloudwatch-logs-pricing',
    confirmed: true,
  },
  logGbMonths: {
    line: 'Logs',
    unit: 'GB-month',
    usd: 0.03,
    allowance: 'logsGb',
    source: 'https://hykell.com/knowledge-base/aws-cloudwatch-logs-pricing',
    confirmed: true,
  },
  traces: {
    line: 'X-Ray',
    unit: 'trace recorded',
    usd: 5 / million,
    allowance: 'traces',
    source: 'https://aws.amazon.com/xray/pricing/',
    confirmed: true,
  },
  alarms: { line: 'Alarms', unit: 'alarm', usd: 0.1, allowance: 'alarms', source: cloudwatchPage, confirmed: true },
  cloudWatchRequests: {
    line: 'Alarms',
    unit: 'request to CloudWatch',
    usd: 0.01 / 1000,
    allowance: 'cloudWatchRequests',
    source: cloudwatchPage,
    confirmed: false,
  },
  dashboards: {
    line: 'Dashboard',
    unit: 'dashboard',
    usd: 3,
    allowance: 'dashboards',
    source: cloudwatchPage,
    confirmed: true,
  },
  metricHours: {
    line: 'Custom metrics',
    unit: 'metric and hour in which it was published',
    usd: 0.3 / 730,
    allowance: 'metricHours',
    source: 'https://signoz.io/guides/cloudwatch-pricing',
    confirmed: true,
  },
  s3GbMonths: { line: 'S3, KMS', unit: 'GB-month', usd: 0.023, source: s3Page, confirmed: false },
  kmsRequests: {
    line: 'S3, KMS',
    unit: 'KMS request',
    usd: 3 / million,
    allowance: 'kmsRequests',
    source: 'https://aws.amazon.com/kms/pricing/',
    confirmed: false,
  },
} as const satisfies Record<string, Price>

/** What is billed for, in the units of the price list. */
export type Quantity = keyof typeof prices
export type Quantities = Partial<Readonly<Record<Quantity, number>>>
