import type { Scenarios } from './scenario.ts'

/** By service: how each of its actions does on moto. That of the flags is the example of a team's own. */
export const strangers: Readonly<Record<string, () => Promise<{ readonly scenarios: Scenarios }>>> = {
  autoscaling: () => import('./autoscaling.ts'),
  cloudfront: () => import('./cloudfront.ts'),
  codedeploy: () => import('./codedeploy.ts'),
  dynamodb: () => import('./dynamodb.ts'),
  ec2: () => import('./ec2.ts'),
  ecs: () => import('./ecs.ts'),
  elasticache: () => import('./elasticache.ts'),
  eventbridge: () => import('./eventbridge.ts'),
  flags: () => import('./flags.ts'),
  http: () => import('./http.ts'),
  iam: () => import('./iam.ts'),
  lambda: () => import('./lambda.ts'),
  rds: () => import('./rds.ts'),
  s3: () => import('./s3.ts'),
  sqs: () => import('./sqs.ts'),
  ssm: () => import('./ssm.ts'),
  stepfunctions: () => import('./stepfunctions.ts'),
}
