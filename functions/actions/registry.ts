/**
 * The AWS services that playbooks can act on. A service's file exports its actions and nothing else; it is loaded, and
 * the service's client with it, only where one of them runs.
 */
export const services = {
  appconfig: () => import('./appconfig.ts'),
  arc: () => import('./arc.ts'),
  codedeploy: () => import('./codedeploy.ts'),
  codepipeline: () => import('./codepipeline.ts'),
  ecs: () => import('./ecs.ts'),
  http: () => import('./http.ts'),
}
