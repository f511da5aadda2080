import { type ActionData, actions } from '../../functions/config/actions.ts'

const { autoscaling, codepipeline, ec2, ecs, lambda, rds, ssm } = actions
const checkout = { cluster: 'shop', service: 'checkout' }
const tagged = { key: 'team', value: 'checkout' }

/** Each action once, as a config would have it: in docs/actions.md and docs/security.md, by the order of their names. */
export const examples: readonly ActionData[] = [
  actions.appconfig.rollBack({ application: 'abc1234', environment: 'env1234', profile: 'pro1234' }),
  actions.arc.shiftZone({
    loadBalancer: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/checkout/50dc6c495c0c9188',
    awayFrom: 'euc1-az1',
    hours: 3,
  }),
  autoscaling.refresh({ group: 'web', minHealthyPercentage: 75 }),
  autoscaling.replaceInstance({ group: 'web', instance: 'i-0123456789abcdef0' }),
  autoscaling.setCapacity({ group: 'web', by: 2, atMost: 6 }),
  actions.cloudfront.invalidate({ distribution: 'EDFDVBD6EXAMPLE', paths: ['/index.html', '/images/*'] }),
  actions.codedeploy.stopAndRollBack({ application: 'shop', group: 'checkout' }),
  codepipeline.startLine({ pipeline: 'checkout', stage: 'Production' }),
  codepipeline.stopLine({ pipeline: 'checkout', stage: 'Production' }),
  actions.dynamodb.raiseCapacity({ table: 'carts', byPercent: 50, atMostRead: 400, atMostWrite: 100 }),
  ec2.quarantine({ instance: 'i-0123456789abcdef0', securityGroup: 'sg-0123456789abcdef0', tagged }),
  ec2.reboot({ instance: 'i-0123456789abcdef0', tagged }),
  ec2.stopAndStart({ instance: 'i-0123456789abcdef0', tagged }),
  ecs.redeploy(checkout),
  ecs.rollBack(checkout),
  ecs.scale({ ...checkout, by: 2, atMost: 6 }),
  ecs.stopTask({ ...checkout, oldest: 2 }),
  actions.elasticache.failOver({ replicationGroup: 'carts', nodeGroup: '0001' }),
  actions.eventbridge.disableRule({ rule: 'nightly-export', bus: 'shop' }),
  actions.http.request({
    host: 'status.example.com',
    path: '/api/incidents',
    body: { title: 'Checkout is slow' },
    secret: '/shop/status-page-token',
  }),
  actions.iam.deactivateAccessKey({ user: 'deploys', path: '/shop/', key: 'AKIAIOSFODNN7EXAMPLE' }),
  lambda.invoke({ function: 'warm-up', qualifier: 'live', payload: { what: 'carts' } }),
  lambda.pauseEventSource({ function: 'checkout', mapping: '14e0db71-5d35-4eb5-b481-8945cf9d10c2' }),
  lambda.reserveConcurrency({ function: 'checkout', to: 20 }),
  lambda.rollBackAlias({ function: 'checkout', alias: 'live' }),
  rds.failOver({ instance: 'orders' }),
  rds.failOverCluster({ cluster: 'shop' }),
  rds.growStorage({ instance: 'orders', byPercent: 20, atMostGiB: 500 }),
  rds.reboot({ instance: 'orders' }),
  actions.s3.blockPublicAccess({ bucket: 'shop-invoices' }),
  actions.sqs.redrive({ deadLetters: 'orders-dead', to: 'orders', perSecond: 10 }),
  ssm.runAutomation({
    document: 'Restart-Checkout',
    parameters: { Service: ['checkout'] },
    assumeRole: 'arn:aws:iam::111122223333:role/restarts-checkout',
  }),
  ssm.runCommand({
    document: 'AWS-RunShellScript',
    parameters: { commands: ['systemctl restart checkout'] },
    tagged,
    atMost: 3,
  }),
  actions.stepfunctions.start({ stateMachine: 'refund', input: { dryRun: false } }),
]
