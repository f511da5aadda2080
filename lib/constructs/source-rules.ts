import { ArnFormat, Stack } from 'aws-cdk-lib'
import { CfnRule } from 'aws-cdk-lib/aws-events'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { ruleNameOf, ruleOf, type SourceConfig } from '../../functions/config/source-config.ts'

export interface SourceRulesProps {
  /** By their names in the config. */
  readonly sources: Readonly<Record<string, SourceConfig>>
  readonly signals: Queue
  readonly deadLetters: Queue
}

/** Brings the events of the config's sources to the signals queue: one rule each, on the default bus. */
export class SourceRules extends Construct {
  constructor(scope: Construct, id: string, { sources, signals, deadLetters }: SourceRulesProps) {
    super(scope, id)
    const all = Object.entries(sources)
    if (all.length === 0) return
    for (const [name, source] of all) {
      new CfnRule(this, name, {
        name: ruleNameOf(name),
        eventPattern: ruleOf(source),
        targets: [{ id: 'Signals', arn: signals.queueArn, deadLetterConfig: { arn: deadLetters.queueArn } }],
      })
    }
    for (const queue of [signals, deadLetters]) this.#letIn(queue)
  }

  /** All by one statement: with one each, as the CDK's targets have it, a queue's policy would hold some twenty. */
  #letIn(queue: Queue) {
    const rules = Stack.of(this).formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: ruleNameOf('*'),
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    })
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnLike: { 'aws:SourceArn': rules } },
      }),
    )
  }
}
