// One small event for each ready source, shaped as AWS's documentation shows it; and one that ends it, where there is one.
import { anAwsEvent } from './an-aws-event.ts'
import { finding, guardDuty, issue } from './findings.ts'

const service = 'arn:aws:ecs:eu-central-1:123456789012:service/shop/checkout'
const deployment = (eventName: string) =>
  anAwsEvent({
    source: 'aws.ecs',
    type: 'ECS Deployment State Change',
    resources: [service],
    detail: {
      eventType: eventName.endsWith('FAILED') ? 'ERROR' : 'INFO',
      eventName,
      deploymentId: 'ecs-svc/123',
      updatedAt: '2026-11-21T08:59:58Z',
      reason: 'ECS deployment circuit breaker: task failed to start.',
    },
  })

const task = (detail: object) =>
  anAwsEvent({
    source: 'aws.ecs',
    type: 'ECS Task State Change',
    resources: ['arn:aws:ecs:eu-central-1:123456789012:task/shop/c13b4cb40f1f4fe4a2971f76ae5a47ad'],
    detail: {
      clusterArn: 'arn:aws:ecs:eu-central-1:123456789012:cluster/shop',
      taskArn: 'arn:aws:ecs:eu-central-1:123456789012:task/shop/c13b4cb40f1f4fe4a2971f76ae5a47ad',
      group: 'service:checkout',
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      ...detail,
    },
  })
const ended = { stopCode: 'EssentialContainerExited', stoppedReason: 'Essential container in task exited' }

const pipeline = (state: string) =>
  anAwsEvent({
    source: 'aws.codepipeline',
    type: 'CodePipeline Pipeline Execution State Change',
    resources: ['arn:aws:codepipeline:eu-central-1:123456789012:checkout-deploy'],
    detail: { pipeline: 'checkout-deploy', 'execution-id': '01234567', state, version: 3 },
  })

const codeDeployment = (state: string) =>
  anAwsEvent({
    source: 'aws.codedeploy',
    type: 'CodeDeploy Deployment State-change Notification',
    detail: {
      region: 'eu-central-1',
      application: 'shop',
      deploymentId: 'd-123456789',
      state,
      deploymentGroup: 'blue',
    },
  })

const launch = (outcome: string) =>
  anAwsEvent({
    source: 'aws.autoscaling',
    type: `EC2 Instance Launch ${outcome}`,
    detail: { StatusCode: 'Failed', AutoScalingGroupName: 'checkout', StatusMessage: 'No capacity.' },
  })

const database = (type: string, EventCategories: readonly string[]) =>
  anAwsEvent({
    source: 'aws.rds',
    type,
    detail: {
      EventCategories,
      SourceType: 'DB_INSTANCE',
      SourceIdentifier: 'orders',
      Message: 'The free storage is low.',
      EventID: 'RDS-EVENT-0007',
    },
  })

const report = (state: string) =>
  anAwsEvent({
    source: 'our.jobs',
    type: 'Scheduled Report',
    detail: { report: 'Nightly export', state, summary: '3 rows lost' },
  })

/** By the name of the ready source: what opens, what ends it, and what is none of its business. */
export const readyEvents = {
  guardDuty: { opens: [guardDuty(7), guardDuty(8.5)], others: [guardDuty(6.9)] },
  health: {
    opens: [issue({ statusCode: 'open' }), issue({})],
    clears: [issue({ statusCode: 'closed' })],
    others: [issue({ eventTypeCategory: 'scheduledChange', statusCode: 'upcoming' })],
  },
  codePipeline: { opens: [pipeline('FAILED')], clears: [pipeline('SUCCEEDED')], others: [pipeline('STARTED')] },
  codeDeploy: {
    opens: [codeDeployment('FAILURE')],
    clears: [codeDeployment('SUCCESS')],
    others: [codeDeployment('START')],
  },
  ecsDeployment: {
    opens: [deployment('SERVICE_DEPLOYMENT_FAILED')],
    clears: [deployment('SERVICE_DEPLOYMENT_COMPLETED')],
    others: [deployment('SERVICE_DEPLOYMENT_IN_PROGRESS')],
  },
  ecsTask: {
    opens: [
      task({ stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError', containers: [{ name: 'app' }] }),
      task({
        ...ended,
        containers: [
          { name: 'proxy', exitCode: 0 },
          { name: 'app', exitCode: 137 },
        ],
      }),
    ],
    others: [
      task({ ...ended, containers: [{ name: 'app', exitCode: 0 }] }),
      task({
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: 'Scaling activity',
        containers: [{ exitCode: 143 }],
      }),
      task({ ...ended, group: 'family:migrate', containers: [{ exitCode: 1 }] }),
      task({ ...ended, lastStatus: 'STOPPING', containers: [{ exitCode: 1 }] }),
    ],
  },
  rds: {
    opens: [database('RDS DB Instance Event', ['low storage']), database('RDS DB Cluster Event', ['failover'])],
    others: [database('RDS DB Instance Event', ['backup'])],
  },
  securityHub: {
    opens: [finding({}), finding({ Severity: { Label: 'CRITICAL' }, Compliance: undefined })],
    clears: [
      finding({ Workflow: { Status: 'RESOLVED' } }),
      finding({ RecordState: 'ARCHIVED' }),
      finding({ Compliance: { Status: 'PASSED' } }),
    ],
    others: [finding({ Severity: { Label: 'MEDIUM' } }), finding({ Workflow: { Status: 'NOTIFIED' } })],
  },
  launchFailure: { opens: [launch('Unsuccessful')], clears: [launch('Successful')], others: [] },
  spotInterruption: {
    opens: [
      anAwsEvent({
        source: 'aws.ec2',
        type: 'EC2 Spot Instance Interruption Warning',
        resources: ['arn:aws:ec2:eu-central-1b:instance/i-1234567890abcdef0'],
        detail: { 'instance-id': 'i-1234567890abcdef0', 'instance-action': 'terminate' },
      }),
    ],
    others: [],
  },
  costAnomaly: {
    opens: [
      anAwsEvent({
        source: 'aws.ce',
        type: 'Anomaly Detected',
        detail: {
          accountName: 'shop',
          anomalyId: '12345678-abcd',
          dimensionValue: 'Amazon EC2',
          impact: { totalActualSpend: 1301, totalExpectedSpend: 300, totalImpact: 1001 },
        },
      }),
    ],
    others: [],
  },
  budget: {
    opens: [
      anAwsEvent({
        source: 'budgets',
        type: 'Budget Notification',
        detail: { subject: 'AWS Budgets: Monthly has exceeded your alert threshold', message: 'You asked to be told.' },
      }),
    ],
    others: [],
  },
  scheduledReport: { opens: [report('failed')], clears: [report('succeeded')], others: [report('started')] },
}
