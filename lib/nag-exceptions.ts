import { type Stack, Validations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Resource } from '../functions/actions/resource.ts'
import { lineTopicName } from '../functions/channels/sns/sns.ts'
import { machinesParameter } from '../functions/machines-parameter.ts'
import { commandTopic, reportTopic } from '../iot/contract/topics.ts'
import { AndonFunction } from './constructs/andon-function.ts'
import { Enrolment } from './constructs/enrolment.ts'
import { Escalate } from './constructs/escalate.ts'
import { OnDestroy } from './constructs/on-destroy.ts'
import { OnChange } from './constructs/on-change.ts'
import { OnMinute } from './constructs/on-minute.ts'
import { OnNotice } from './constructs/on-notice.ts'
import { OnReconcile } from './constructs/on-reconcile.ts'
import { PlaybookRole } from './constructs/playbook-role.ts'
import { RunPlaybook } from './constructs/run-playbook.ts'
import { playbookRolePrefix, runPlaybookFunction } from './names.ts'

/**
 * Every place where we go against cdk-nag's AwsSolutions, and why. Findings are named exactly: a wildcard that is not
 * here fails the synth.
 */
export function acceptExceptions(stack: Stack): void {
  for (const construct of stack.node.findAll()) {
    if (construct instanceof AndonFunction) ofFunction(construct)
    if (construct instanceof Enrolment) ofEnrolment(construct)
    if (construct instanceof OnDestroy) ofOnDestroy(construct)
    if (construct instanceof OnChange) ofOnChange(construct)
    if (construct instanceof OnMinute) ofOnMinute(construct)
    if (construct instanceof OnNotice) ofOnNotice(construct)
    if (construct instanceof OnReconcile) ofOnReconcile(construct)
    if (construct instanceof Escalate) ofDurable(construct)
    if (construct instanceof RunPlaybook) ofRunPlaybook(construct)
    if (construct instanceof PlaybookRole) ofPlaybookRole(construct)
  }
}

function ofFunction(construct: AndonFunction) {
  accept(construct, wildcard('*'), 'X-Ray has no resources that a permission could name.')
  accept(
    construct,
    wildcard(arn('logs', `log-group:/aws/lambda/${construct.functionName}:*`)),
    "The streams of the function's own log group: Lambda chooses their names.",
  )
}

function ofEnrolment(construct: Enrolment) {
  accept(construct, wildcard('*'), 'IAM has no resource for the calls that list what a certificate may do.')
  accept(
    construct,
    wildcard(arn('iot', 'cert/*')),
    'The certificate that AWS IoT makes for a device: its id is not known before.',
  )
  accept(construct, wildcard(arn('iot', 'thing/*')), manyLights)
  const leaving = 'Of a light that has left the config: its name is no longer known when the stack is deployed.'
  accept(construct, wildcard(arn('iot', 'client/*')), leaving)
  accept(construct, wildcard(arn('iot', `topic/${reportTopic('*')}`)), leaving)
}

function ofOnDestroy(construct: OnDestroy) {
  accept(
    construct,
    wildcard(arn('iot', 'cert/*')),
    'The certificates of all devices: which there are is known as the stack goes.',
  )
}

function ofOnChange(construct: OnChange) {
  accept(construct, wildcard('*'), 'IAM has no resource for the call that lists streams.')
  accept(construct, 'AwsSolutions-SQS3', 'It is itself a dead-letter queue, of the stream; the rule does not see that.')
  accept(construct, wildcard(arn('iot', `topic/${commandTopic('*')}`)), manyLights)
  accept(
    construct,
    wildcard(arn('lambda', `function:${runPlaybookFunction}:*`)),
    'Waiting runs, of any version: only the deployment knows the version numbers.',
  )
}

function ofOnMinute(construct: OnMinute) {
  accept(construct, wildcard(arn('iot', `topic/${reportTopic('*')}`)), manyLights)
  accept(construct, wildcard(arn('iot', 'client/*')), manyLights)
}

function ofOnNotice(construct: OnNotice) {
  accept(
    construct,
    wildcard(arn('sns', lineTopicName('*'))),
    "Only where the config has more lines than a role's policy can name.",
  )
}

function ofOnReconcile(construct: OnReconcile) {
  accept(construct, wildcard('*'), 'It asks for all alarms, and for all mute rules: IAM has nothing less for lists.')
  accept(
    construct,
    wildcard(arn('cloudwatch', 'alarm-mute-rule:*')),
    'Whichever mute rule is active: others make them.',
  )
}

const manyLights = "Only where the config has more lights than a role's policy can name."

function ofRunPlaybook(construct: RunPlaybook) {
  ofDurable(construct)
  accept(construct, wildcard('*'), 'It asks which mute rules are active for an alarm: IAM has nothing less for lists.')
  accept(
    construct,
    wildcard(arn('ssm', `parameter${machinesParameter('*')}`)),
    'The switches of lines: a line may be renamed while a run of its is under way.',
  )
  accept(
    construct,
    wildcard(arnOf({ service: 'iam', region: '', resource: `role/${playbookRolePrefix}*` })),
    'Roles of earlier versions too, for the runs that began with them. They trust only this function.',
  )
}

function ofPlaybookRole(construct: PlaybookRole) {
  for (const { actions, on } of construct.statements) {
    if (on.length === 0) accept(construct, wildcard('*'), `IAM has no resource for ${actions.join(', ')}.`)
    for (const wide of on.filter(({ resource }) => resource.includes('*'))) {
      accept(
        construct,
        wildcard(arnOf(wide)),
        `${actions.join(', ')}: names something that is only known when it runs.`,
      )
    }
  }
}

function ofDurable(construct: RunPlaybook | Escalate) {
  accept(
    construct,
    wildcard(arn('lambda', `function:${construct.function.functionName}:*`)),
    'Its own executions, of any version: only the deployment knows the version numbers.',
  )
  accept(
    construct,
    'Annotation::aws-lambda:Function.DurableConfig',
    'It warns of turning an existing function into a durable one; this one was durable from the start.',
  )
}

const wildcard = (resource: string) => `AwsSolutions-IAM5[Resource::${resource}]`
const arn = (service: string, resource: string) => arnOf({ service, resource })
const arnOf = ({
  partition = '<AWS::Partition>',
  service,
  region = '<AWS::Region>',
  account = '<AWS::AccountId>',
  resource,
}: Resource) => `arn:${partition}:${service}:${region}:${account}:${resource}`

function accept(construct: Construct, id: string, reason: string) {
  Validations.of(construct).acknowledge({ id, reason })
}
