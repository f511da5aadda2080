import type { Scenarios } from './scenario.ts'

/** By service: how each of its actions does on moto. */
export const strangers: Readonly<Record<string, () => Promise<{ readonly scenarios: Scenarios }>>> = {
  cloudfront: () => import('./cloudfront.ts'),
  dynamodb: () => import('./dynamodb.ts'),
  ecs: () => import('./ecs.ts'),
  elasticache: () => import('./elasticache.ts'),
  iam: () => import('./iam.ts'),
  rds: () => import('./rds.ts'),
  s3: () => import('./s3.ts'),
}
