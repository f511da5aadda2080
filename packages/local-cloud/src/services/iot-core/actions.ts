import { z } from 'zod'
import { parseTemplate, type RuleMessage } from './sql/rule-statement.ts'
import { arnOf } from '../../arn.ts'
import type { Functions } from '../lambda/functions.ts'
import { NotModelled } from '../../not-modelled.ts'
import type { Queues } from '../sqs/queues.ts'

/** A topic rule of the template. */
export interface TopicRule {
  readonly name: string
  readonly arn: string
  /** The resolved TopicRulePayload, as CloudFormation spells it. */
  readonly payload: unknown
}

/** Whether AWS IoT may take on the role for what it does, and the role's policies allow the action on the resource. */
export type MayAct = (acting: Acting, action: string, resource: string) => boolean
export interface Acting {
  readonly roleArn: string
  /** Of the topic rule or the provisioning template. */
  readonly sourceArn: string
}

/** What the actions reach, and what they may. */
export interface ActionProps {
  readonly queues: Queues
  readonly functions: Functions
  readonly mayAct: MayAct
  /** Whether a Lambda permission lets `principal` invoke the function for `sourceArn`. */
  readonly mayInvoke: (functionArn: string, principal: string, sourceArn: string) => boolean
}
export interface ActionReach extends ActionProps {
  readonly republish: (topic: string, payload: Buffer, qos: 0 | 1) => void
}

/** One thing a rule does with what it selected: a JSON value, or bytes. Throws when that fails. */
export interface RuleAction {
  readonly kind: string
  readonly resource: string
  take(selected: unknown, message: RuleMessage): void
}

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
const forms = {
  Sqs: z.strictObject({ QueueUrl: z.string(), RoleArn: z.string(), UseBase64: flag.optional() }),
  Lambda: z.strictObject({ FunctionArn: z.string() }),
  Republish: z.strictObject({
    Topic: z.string(),
    RoleArn: z.string(),
    Qos: z.coerce.number().min(0).max(1).optional(),
  }),
}

/** Throws `NotModelled` for an action, or a property of one, that is not known here. */
export function readAction(rule: TopicRule, given: Readonly<Record<string, unknown>>, reach: ActionReach): RuleAction {
  const [kind = 'nothing', ...more] = Object.keys(given)
  if (more.length > 0)
    throw new NotModelled(`Topic rule ${rule.name}: one action has several kinds: ${kind}, ${more.join()}`)
  switch (kind) {
    case 'Sqs':
      return sqsAction(rule, parse(rule, kind, forms.Sqs, given[kind]), reach)
    case 'Lambda':
      return lambdaAction(rule, parse(rule, kind, forms.Lambda, given[kind]), reach)
    case 'Republish':
      return republishAction(rule, parse(rule, kind, forms.Republish, given[kind]), reach)
    default:
      throw new NotModelled(`Topic rule ${rule.name}: the action ${kind} is not modelled locally.`)
  }
}

function parse<T>(rule: TopicRule, kind: string, form: z.ZodType<T>, given: unknown): T {
  const { success, data, error } = form.safeParse(given)
  if (success) return data
  throw new NotModelled(`Topic rule ${rule.name}: its ${kind} action is not modelled: ${z.prettifyError(error)}`)
}

function sqsAction(
  rule: TopicRule,
  { QueueUrl, RoleArn, UseBase64 }: z.infer<typeof forms.Sqs>,
  reach: ActionReach,
): RuleAction {
  const queueArn = arnOf('sqs', QueueUrl.split('/').at(-1) ?? QueueUrl)
  return {
    kind: 'SqsAction',
    resource: QueueUrl,
    take(selected) {
      requireRole(reach, { roleArn: RoleArn, sourceArn: rule.arn }, 'sqs:SendMessage', queueArn)
      const bytes = bytesOf(selected)
      reach.queues.send(queueArn, UseBase64 ? bytes.toString('base64') : utf8.decode(bytes))
    },
  }
}

function lambdaAction(rule: TopicRule, { FunctionArn }: z.infer<typeof forms.Lambda>, reach: ActionReach): RuleAction {
  return {
    kind: 'LambdaAction',
    resource: FunctionArn,
    take(selected) {
      if (selected instanceof Uint8Array) throw new Error('a payload that is not JSON cannot go to a Lambda function')
      if (!reach.mayInvoke(FunctionArn, 'iot.amazonaws.com', rule.arn)) {
        throw new Error(`no Lambda permission lets iot.amazonaws.com invoke ${FunctionArn} for ${rule.arn}`)
      }
      reach.functions.invokeLater(FunctionArn, selected)
    },
  }
}

function republishAction(
  rule: TopicRule,
  { Topic, RoleArn, Qos }: z.infer<typeof forms.Republish>,
  reach: ActionReach,
): RuleAction {
  // A reserved topic is written with two dollar signs, so that it is not taken for a template.
  const topicFor = parseTemplate(Topic.replace(/^\$\$/, '$'))
  return {
    kind: 'RepublishAction',
    resource: Topic,
    take(selected, message) {
      const topic = topicFor(message)
      requireRole(reach, { roleArn: RoleArn, sourceArn: rule.arn }, 'iot:Publish', arnOf('iot', `topic/${topic}`))
      reach.republish(topic, bytesOf(selected), Qos === 1 ? 1 : 0)
    },
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const bytesOf = (selected: unknown): Buffer =>
  selected instanceof Uint8Array ? Buffer.from(selected) : Buffer.from(JSON.stringify(selected))

function requireRole(reach: ActionReach, acting: Acting, action: string, resource: string): void {
  if (!reach.mayAct(acting, action, resource))
    throw new Error(`${acting.roleArn} is not allowed ${action} on ${resource}`)
}
