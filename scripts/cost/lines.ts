/** The lines of the bill. */
export const lines = [
  'Lambda',
  'Durable executions',
  'SQS',
  'DynamoDB',
  'IoT Core',
  'EventBridge',
  'SNS',
  'Logs',
  'X-Ray',
  'Alarms',
  'Dashboard',
  'Custom metrics',
  'S3, KMS',
] as const
export type Line = (typeof lines)[number]
