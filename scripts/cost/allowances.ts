/** What every account has free each month, for good. Its other use counts against it too. */
export const allowances = {
  lambdaRequests: 1_000_000,
  lambdaGbSeconds: 400_000,
  sqsRequests: 1_000_000,
  dynamodbGb: 25,
  snsRequests: 1_000_000,
  logsGb: 5,
  traces: 100_000,
  alarms: 10,
  cloudWatchRequests: 1_000_000,
  dashboards: 3,
  metricHours: 10 * 730,
  kmsRequests: 20_000,
} as const
export type Allowance = keyof typeof allowances
