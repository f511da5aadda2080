import { CfnElement } from 'aws-cdk-lib'
import { EventBus, Rule, type RuleProps } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { PolicyDocument, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnTopicRule } from 'aws-cdk-lib/aws-iot'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { EventRule, Source, TopicRule } from '../../functions/sources/source.ts'
import { allow } from '../allow.ts'
import { asEventPattern } from '../event-pattern.ts'
import { own } from '../../functions/domain/own.ts'

export interface IntakeProps {
  readonly sources: readonly Pick<Source, 'rule'>[]
  readonly signals: IQueue
  readonly deadLetters: IQueue
  readonly bus: EventBus
  /** Names of the buses of EventBridge partners. */
  readonly partnerBuses: readonly string[]
}

/** Brings what every source has to say to the signals queue. */
export class Intake extends Construct {
  readonly #props: IntakeProps
  readonly #role: Role

  constructor(scope: Construct, id: string, props: IntakeProps) {
    super(scope, id)
    this.#props = props
    const { sources, signals, deadLetters } = props
    this.#role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('iot.amazonaws.com'),
      inlinePolicies: {
        calls: new PolicyDocument({ statements: [allow(['sqs:SendMessage'], signals.queueArn, deadLetters.queueArn)] }),
      },
    })
    for (const { rule } of sources) {
      if (rule.kind === 'direct' || rule.kind === 'configured') continue
      if (rule.kind === 'event' && rule.bus === 'partner') {
        this.#onPartners(rule)
        continue
      }
      const made = rule.kind === 'event' ? this.#eventRule(rule) : this.#topicRule(rule)
      keepLogicalId(rule.name, made)
      if (rule.kind === 'event' && rule.forwarded !== undefined)
        this.#eventRule({ ...rule, name: rule.forwarded, bus: 'andon' })
    }
  }

  #onPartners(rule: EventRule) {
    for (const bus of this.#props.partnerBuses) {
      const id = `${rule.name}-${bus.replaceAll('/', '-')}`
      this.#eventRule(rule, EventBus.fromEventBusName(this, `Bus-${id}`, bus), id)
    }
  }

  #eventRule({ name, bus, pattern }: EventRule, partners?: RuleProps['eventBus'], id = name): Rule {
    const { signals, deadLetters } = this.#props
    const on = bus === 'andon' ? this.#props.bus : partners
    return new Rule(this, id, {
      ruleName: name,
      ...(on !== undefined && { eventBus: on }),
      eventPattern: asEventPattern(pattern),
      targets: [new SqsQueue(signals, { deadLetterQueue: deadLetters })],
    })
  }

  #topicRule({ name, source, topics }: TopicRule): CfnTopicRule {
    const { signals, deadLetters } = this.#props
    const send = (queue: IQueue) => ({
      sqs: { queueUrl: queue.queueUrl, roleArn: this.#role.roleArn, useBase64: false },
    })
    return new CfnTopicRule(this, name, {
      ruleName: name,
      topicRulePayload: {
        awsIotSqlVersion: '2016-03-23',
        // In base64, so that what is no JSON comes through as well and is set aside with what it was.
        sql:
          `SELECT '${source}' AS source, topic() AS topic, timestamp() AS receivedAt, clientid() AS client, ` +
          `encode(*, 'base64') AS payload FROM '${topics}'`,
        actions: [send(signals)],
        errorAction: send(deadLetters),
      },
    })
  }
}

/**
 * What these rules are called in stacks that are deployed. Under another logical id CloudFormation would make a rule
 * before it deletes the old one, find the rule's name taken, and fail. A new source needs no line here.
 */
const deployedAs: Readonly<Record<string, string>> = {
  'andon-alarm-changed': 'AlarmIntakeAlarmChanged803B5896',
  andon_cord: 'CordIntakeCordED00BE62',
  andon_button: 'CordIntakeButton2D54DBB9',
  'andon-cord-pulled': 'CordIntakeCordPulled65C50D65',
  'andon-call-answered': 'CordIntakeCallAnswered33A670A5',
}

function keepLogicalId(name: string, { node }: Construct) {
  const [resource] = node.findAll().filter((element) => CfnElement.isCfnElement(element))
  const logicalId = own(deployedAs, name)
  if (logicalId !== undefined) resource?.overrideLogicalId(logicalId)
}
