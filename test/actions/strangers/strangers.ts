import type { Scenarios } from './scenario.ts'

/** By service: how each of its actions does on moto. */
export const strangers: Readonly<Record<string, () => Promise<{ readonly scenarios: Scenarios }>>> = {
  codedeploy: () => import('./codedeploy.ts'),
  ecs: () => import('./ecs.ts'),
  http: () => import('./http.ts'),
}
