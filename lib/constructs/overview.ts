import { Stack } from 'aws-cdk-lib'
import { AlarmStatusWidget, Dashboard, GraphWidget } from 'aws-cdk-lib/aws-cloudwatch'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { dashboardName } from '../names.ts'
import type { AndonFunction } from './andon-function.ts'

export interface OverviewProps {
  readonly functions: readonly AndonFunction[]
  readonly queues: readonly IQueue[]
}

/** One dashboard, of an account's three free ones: is anything wrong, does anything wait, how long does it take. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { functions, queues }: OverviewProps) {
    super(scope, id)
    const lambdas = functions.map((each) => each.lambda)
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: `${dashboardName}-${Stack.of(this).region}` })
    dashboard.addWidgets(
      new AlarmStatusWidget({
        title: "Andon's own alarms",
        alarms: functions.flatMap(({ alarms }) => alarms),
        width: 24,
      }),
    )
    dashboard.addWidgets(
      new GraphWidget({
        title: 'Longest wait in the queues',
        left: queues.map((queue) => queue.metricApproximateAgeOfOldestMessage({ label: queue.queueName })),
      }),
      new GraphWidget({ title: 'Invocations', left: lambdas.map((each) => each.metricInvocations()) }),
      new GraphWidget({ title: 'Errors', left: lambdas.map((each) => each.metricErrors()) }),
      new GraphWidget({
        title: 'Duration, p99',
        left: lambdas.map((each) => each.metricDuration({ statistic: 'p99' })),
      }),
    )
  }
}
