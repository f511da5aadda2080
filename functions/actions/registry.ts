/**
 * The AWS services that playbooks can act on. A service's file exports its actions and nothing else; it is loaded, and
 * the service's client with it, only where one of them runs.
 */
export const services = {
  cloudfront: () => import('./cloudfront.ts'),
  dynamodb: () => import('./dynamodb.ts'),
  ecs: () => import('./ecs.ts'),
  elasticache: () => import('./elasticache.ts'),
  iam: () => import('./iam.ts'),
  rds: () => import('./rds.ts'),
  s3: () => import('./s3.ts'),
}
