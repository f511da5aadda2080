import { Match, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'

export interface AlarmIntakeProps {
  readonly signals: IQueue
  readonly deadLetters: IQueue
}

/**
 * Brings every alarm change of the account to the signals queue, but for our own. One rule for all lines: a bus holds
 * 300 rules, and which line an alarm belongs to is settled by on-signal.
 */
export class AlarmIntake extends Construct {
  constructor(scope: Construct, id: string, { signals, deadLetters }: AlarmIntakeProps) {
    super(scope, id)
    new Rule(this, 'AlarmChanged', {
      ruleName: 'andon-alarm-changed',
      eventPattern: {
        source: ['aws.cloudwatch'],
        detailType: ['CloudWatch Alarm State Change'],
        // Our own alarms must not wake us, or our failure would feed itself.
        detail: { alarmName: Match.anythingButPrefix('andon-') },
      },
      targets: [new SqsQueue(signals, { deadLetterQueue: deadLetters })],
    })
  }
}
