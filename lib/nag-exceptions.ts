import { type Stack, Validations } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { Call } from '../functions/actions/action.ts'
import { commandTopic, reportTopic } from '../iot/contract/topics.ts'
import { AndonFunction } from './constructs/andon-function.ts'
import { Enrolment } from './constructs/enrolment.ts'
import { Escalate } from './constructs/escalate.ts'
import { OnChange } from './constructs/on-change.ts'
import { OnMinute } from './constructs/on-minute.ts'
import { Playbook } from './constructs/playbook.ts'

/**
 * Every place where we go against cdk-nag's AwsSolutions, and why. Findings are named exactly: a wildcard that is not
 * here fails the synth.
 */
export function acceptExceptions(stack: Stack): void {
  for (const construct of stack.node.findAll()) {
    if (construct instanceof AndonFunction) ofFunction(construct)
    if (construct instanceof Enrolment) ofEnrolment(construct)
    if (construct instanceof OnChange) ofOnChange(construct)
    if (construct instanceof OnMinute) ofOnMinute(construct)
    if (construct instanceof Escalate) ofDurable(construct)
    if (construct instanceof Playbook) ofPlaybook(construct)
  }
}

function ofFunction(construct: AndonFunction) {
  accept(construct, wildcard('*'), 'X-Ray has no resources that a permission could name.')
  accept(
    construct,
    wildcard(arn('logs', `log-group:/aws/lambda/${construct.functionName}:*`)),
    "The streams of the function's own log group: Lambda makes up their names.",
  )
}

function ofEnrolment(construct: Enrolment) {
  accept(construct, wildcard('*'), 'What a certificate may do is listed by a call that IAM knows no resources for.')
  accept(
    construct,
    wildcard(arn('iot', 'cert/*')),
    'The certificate that AWS IoT has just made for a device: its id is only known then.',
  )
  accept(construct, wildcard(arn('iot', 'thing/*')), manyLights)
}

function ofOnChange(construct: OnChange) {
  accept(construct, 'AwsSolutions-SQS3', 'It is a dead-letter queue: of the stream, which the rule does not know.')
  accept(construct, wildcard(arn('iot', `topic/${commandTopic('*')}`)), manyLights)
  for (const name of construct.releases) {
    accept(
      construct,
      wildcard(arn('lambda', `function:${name}:*`)),
      'Runs that wait to be told to go on, of whichever version they began with: only the deployment knows the numbers.',
    )
  }
}

function ofOnMinute(construct: OnMinute) {
  accept(construct, wildcard(arn('iot', `topic/${reportTopic('*')}`)), manyLights)
  accept(construct, wildcard(arn('iot', 'client/*')), manyLights)
}

const manyLights = "Only where the config has more lights than a role's policy can name."

function ofPlaybook(construct: Playbook) {
  ofDurable(construct)
  for (const { action, on } of construct.calls.filter(isWide)) {
    accept(construct, wildcard(arn(on.service, on.resource)), `${action} names what is only known when it runs.`)
  }
}

function ofDurable(construct: Playbook | Escalate) {
  accept(
    construct,
    wildcard(arn('lambda', `function:${construct.function.functionName}:*`)),
    'Its own executions, of whichever version they began with: only the deployment knows the numbers.',
  )
  accept(
    construct,
    'Annotation::aws-lambda:Function.DurableConfig',
    'A warning about making a function durable; this one never was anything else.',
  )
}

const isWide = ({ on }: Call) => on.resource.includes('*')
const wildcard = (resource: string) => `AwsSolutions-IAM5[Resource::${resource}]`
const arn = (service: string, resource: string) =>
  `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}`

function accept(construct: Construct, id: string, reason: string) {
  Validations.of(construct).acknowledge({ id, reason })
}
