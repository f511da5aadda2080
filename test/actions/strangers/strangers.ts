import type { Scenarios } from './scenario.ts'

/** By service: how each of its actions does on moto. */
export const strangers: Readonly<Record<string, () => Promise<{ readonly scenarios: Scenarios }>>> = {
  autoscaling: () => import('./autoscaling.ts'),
  ec2: () => import('./ec2.ts'),
  ecs: () => import('./ecs.ts'),
  ssm: () => import('./ssm.ts'),
}
