/**
 * The AWS services that playbooks can act on. A service's file exports its actions and nothing else; it is loaded, and
 * the service's client with it, only where one of them runs.
 */
export const services = {
  autoscaling: () => import('./autoscaling.ts'),
  ec2: () => import('./ec2.ts'),
  ecs: () => import('./ecs.ts'),
  ssm: () => import('./ssm.ts'),
}
