import { z } from 'zod'
import { evaluate, policyFrom, type Context, type PolicyDocument } from './iam.ts'
import { fitsPattern } from './glob.ts'
import { account, arnOf } from '../../arn.ts'
import type { Template } from '../../template/template.ts'

/** What a resource's policies say to one principal: a service (`events.amazonaws.com`), an account or a role's ARN. */
export function statementsFor(documents: readonly PolicyDocument[], principal: string): PolicyDocument[] {
  const speaksTo = (named: Readonly<Record<string, readonly string[]>> | undefined) =>
    Object.values(named ?? {}).some((names) => names.includes('*') || names.includes(principal))
  return documents.map(({ Statement }) => ({ Statement: Statement.filter(({ Principal }) => speaksTo(Principal)) }))
}

const queuePolicy = z.object({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) })

/**
 * Whether a service may send to a queue of the template, by the queue's own policy.
 * @param sourceArn of what the service acts for: the rule, the topic
 */
export function maySend(
  template: Template,
  { queueArn, service, sourceArn }: { readonly queueArn: string; readonly service: string; readonly sourceArn: string },
): boolean {
  const urls = template
    .ofType('AWS::SQS::Queue')
    .filter(({ arn }) => arn === queueArn)
    .map(({ ref }) => ref)
  const documents = template.ofType('AWS::SQS::QueuePolicy').flatMap(({ properties, logicalId }) => {
    const { PolicyDocument, Queues } = queuePolicy.parse(properties)
    return Queues.some((url) => urls.includes(url)) ? [policyFrom(PolicyDocument, logicalId)] : []
  })
  return evaluate(statementsFor(documents, service), 'sqs:SendMessage', queueArn, actingFor(sourceArn)) === 'allowed'
}

/** What AWS says of a request that a service makes for a resource of this account. */
export const actingFor = (sourceArn: string): Context => ({
  'aws:SourceArn': sourceArn,
  'aws:SourceAccount': account,
  'aws:SecureTransport': 'true',
})

const permission = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
})

/**
 * Whether a service may invoke a function, by the template's `AWS::Lambda::Permission`s. As in AWS, a permission for
 * a function says nothing of its versions and aliases, nor the other way round.
 */
export function mayInvoke(template: Template, functionArn: string, service: string, sourceArn: string): boolean {
  return template.ofType('AWS::Lambda::Permission').some(({ properties }) => {
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = permission.parse(properties)
    const target = FunctionName.startsWith('arn:') ? FunctionName : arnOf('lambda', `function:${FunctionName}`)
    return (
      target === functionArn &&
      fitsPattern(Action, 'lambda:InvokeFunction', {}, true) &&
      Principal === service &&
      (SourceArn === undefined || fitsPattern(SourceArn, sourceArn)) &&
      (SourceAccount === undefined || SourceAccount === account)
    )
  })
}
