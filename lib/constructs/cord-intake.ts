import { type EventBus, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnTopicRule } from 'aws-cdk-lib/aws-iot'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { buttonTopic, pullTopic } from '../../iot/contract/topics.ts'
import { allow } from '../allow.ts'

export interface CordIntakeProps {
  readonly signals: IQueue
  readonly deadLetters: IQueue
  readonly bus: EventBus
}

/**
 * Brings what people say to the signals queue: every pulled cord, from cords and buttons by MQTT and from everything
 * else by the bus; and by the bus, that they answer a call.
 */
export class CordIntake extends Construct {
  readonly #props: CordIntakeProps
  readonly #role: Role

  constructor(scope: Construct, id: string, props: CordIntakeProps) {
    super(scope, id)
    this.#props = props
    const { signals, deadLetters } = props
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('iot.amazonaws.com'),
      inlinePolicies: {
        calls: new PolicyDocument({ statements: [allow(['sqs:SendMessage'], signals.queueArn, deadLetters.queueArn)] }),
      },
    })
    this.#topicRule('Cord', 'andon_cord', 'andon-cord', pullTopic('+'))
    this.#topicRule('Button', 'andon_button', 'andon-button', buttonTopic('+'))
    this.#busRule('CordPulled', 'andon-cord-pulled', 'Cord Pulled')
    this.#busRule('CallAnswered', 'andon-call-answered', 'Call Answered')
  }

  #busRule(id: string, ruleName: string, detailType: string) {
    const { signals, deadLetters, bus } = this.#props
    new Rule(this, id, {
      ruleName,
      eventBus: bus,
      eventPattern: { detailType: [detailType] },
      targets: [new SqsQueue(signals, { deadLetterQueue: deadLetters })],
    })
  }

  #topicRule(id: string, ruleName: string, source: string, topic: string) {
    const { signals, deadLetters } = this.#props
    const send = (queue: IQueue) => ({
      sqs: { queueUrl: queue.queueUrl, roleArn: this.#role.roleArn, useBase64: false },
    })
    new CfnTopicRule(this, id, {
      ruleName,
      topicRulePayload: {
        awsIotSqlVersion: '2016-03-23',
        // In base64, so that what is no JSON comes through as well and is set aside with what it was.
        sql:
          `SELECT '${source}' AS source, topic() AS topic, timestamp() AS receivedAt, clientid() AS client, ` +
          `encode(*, 'base64') AS payload FROM '${topic}'`,
        actions: [send(signals)],
        errorAction: send(deadLetters),
      },
    })
  }
}
