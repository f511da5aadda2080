/**
 * The AWS services that playbooks can act on. A service's file exports its actions and nothing else; it is loaded, and
 * the service's client with it, only where one of them runs.
 */
export const services = {
  appconfig: () => import('./appconfig.ts'),
  arc: () => import('./arc.ts'),
  autoscaling: () => import('./autoscaling.ts'),
  cloudfront: () => import('./cloudfront.ts'),
  codedeploy: () => import('./codedeploy.ts'),
  codepipeline: () => import('./codepipeline.ts'),
  dynamodb: () => import('./dynamodb.ts'),
  ec2: () => import('./ec2.ts'),
  ecs: () => import('./ecs.ts'),
  elasticache: () => import('./elasticache.ts'),
  eventbridge: () => import('./eventbridge.ts'),
  http: () => import('./http.ts'),
  iam: () => import('./iam.ts'),
  lambda: () => import('./lambda.ts'),
  rds: () => import('./rds.ts'),
  s3: () => import('./s3.ts'),
  sqs: () => import('./sqs.ts'),
  ssm: () => import('./ssm.ts'),
  stepfunctions: () => import('./stepfunctions.ts'),
}
