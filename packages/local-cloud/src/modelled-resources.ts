import { NotModelled } from './not-modelled.ts'
import type { Template } from './template/template.ts'
import { own } from './own.ts'

/** What the local cloud makes of a type of resource: which part plays it, or why it can do without. */
export type Modelling = { readonly by: string } | { readonly noEffect: string }

/** The one list of what a template may hold; anything else is refused. */
export const modelledResources: Readonly<Record<string, Modelling>> = {
  'AWS::Lambda::Function': { by: 'lambda' },
  'AWS::Lambda::Version': { by: 'lambda' },
  'AWS::Lambda::Alias': { by: 'lambda' },
  'AWS::Lambda::EventInvokeConfig': { by: 'lambda' },
  'AWS::Lambda::EventSourceMapping': { by: 'lambda' },
  'AWS::Lambda::Permission': { by: 'iam' },
  'AWS::ApiGatewayV2::Api': { by: 'apigateway' },
  'AWS::ApiGatewayV2::Integration': { by: 'apigateway' },
  'AWS::ApiGatewayV2::Route': { by: 'apigateway' },
  'AWS::ApiGatewayV2::Stage': { by: 'apigateway' },
  'AWS::SQS::Queue': { by: 'sqs' },
  'AWS::SQS::QueuePolicy': { by: 'iam' },
  'AWS::DynamoDB::Table': { by: 'dynamodb' },
  'AWS::DynamoDB::GlobalTable': { by: 'dynamodb' },
  'AWS::Events::EventBus': { by: 'eventbridge' },
  'AWS::Events::Rule': { by: 'eventbridge' },
  'AWS::IoT::TopicRule': { by: 'iot' },
  'AWS::IoT::Policy': { by: 'iot' },
  'AWS::IoT::Thing': { by: 'iot' },
  'AWS::IoT::ProvisioningTemplate': { by: 'iot' },
  'AWS::IAM::Role': { by: 'iam' },
  'AWS::IAM::Policy': { by: 'iam' },
  'AWS::IAM::ManagedPolicy': { by: 'iam' },
  'AWS::SSM::Parameter': { by: 'ssm' },
  'AWS::SNS::Topic': { by: 'sns' },
  'AWS::SNS::TopicPolicy': {
    noEffect: 'who may publish is said by the functions’ own roles; the rest is for what AWS itself sends',
  },
  'AWS::SNS::Subscription': {
    noEffect: 'no mail and no text message leaves a laptop: /local/topics holds what they would say',
  },
  'AWS::CloudWatch::Alarm': { noEffect: 'it watches metrics that a laptop does not have; alarms are set by hand' },
  'AWS::CloudWatch::CompositeAlarm': { noEffect: 'it watches alarms that a laptop does not have' },
  'AWS::CloudWatch::Dashboard': { noEffect: 'it only shows metrics' },
  'AWS::Logs::LogGroup': { noEffect: 'logs are written to the terminal' },
  'AWS::CloudFormation::CustomResource': {
    noEffect: 'its function is asked as a stack is made, changed and deleted: a laptop’s is only started and stopped',
  },
  'AWS::CDK::Metadata': { noEffect: 'it only tells AWS which constructs are in use' },
}

/**
 * Throws one `NotModelled` that lists every resource of a type that is not in the table, and every one whose
 * properties lead to something that is not modelled.
 */
export function refuseUnmodelled(template: Template): void {
  const refused = template.resources.flatMap((resource) => {
    const who = `${resource.logicalId} (${resource.type}${resource.path === undefined ? '' : `, ${resource.path}`})`
    const standing = own(modelledResources, resource.type)
    if (standing === undefined) return [who]
    if ('noEffect' in standing) return []
    const problem = problemOf(() => resource.properties)
    return problem === undefined ? [] : [`${who}: ${problem}`]
  })
  if (refused.length === 0) return
  throw new NotModelled(
    `The local cloud does not model these resources:\n${refused.map((one) => `  ${one}`).join('\n')}`,
  )
}

function problemOf(look: () => unknown): string | undefined {
  try {
    look()
    return undefined
  } catch (error) {
    if (error instanceof NotModelled) return error.message
    throw error
  }
}
