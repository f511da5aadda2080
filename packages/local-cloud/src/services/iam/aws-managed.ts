const writesLogs = {
  Effect: 'Allow',
  Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: '*',
}

/**
 * AWS's own policies that CDK gives to functions, by their name: their actions as AWS documents them. That the durable
 * one covers all resources is an assumption: it is not documented.
 */
export const awsManagedPolicies: Readonly<Record<string, unknown>> = {
  AWSLambdaBasicExecutionRole: { Statement: [writesLogs] },
  AWSLambdaBasicDurableExecutionRolePolicy: {
    Statement: [
      writesLogs,
      {
        Effect: 'Allow',
        Action: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
        Resource: '*',
      },
    ],
  },
  AWSXRayDaemonWriteAccess: {
    Statement: [
      {
        Effect: 'Allow',
        Action: [
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
          'xray:GetSamplingStatisticSummaries',
        ],
        Resource: '*',
      },
    ],
  },
}
