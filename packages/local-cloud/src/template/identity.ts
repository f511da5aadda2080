import { account, arnOf } from '../arn.ts'
import { httpApiPath } from '../aws-endpoint/http-api-door.ts'
import { physicalName } from './physical-name.ts'

/** What a resource is known by once it is deployed. */
export interface Identity {
  /** What `Ref` gives. */
  readonly ref: string
  /** What `Fn::GetAtt` gives, by attribute. */
  readonly attributes: Readonly<Record<string, string>>
}

/** A resource on its way to an identity: `property` gives a resolved text property, if the template sets it. */
export interface Nameless {
  readonly stackName: string
  readonly logicalId: string
  readonly endpoint: string
  property(name: string): string | undefined
}

type Naming = (resource: Nameless) => Identity

const made = ({ stackName, logicalId }: Nameless, shape?: { most?: number; separator?: string; ending?: string }) =>
  physicalName(stackName, logicalId, shape)

/** A resource that nothing in AWS is called by: CloudFormation's own name must do. */
const unnamed: Naming = (resource) => ({ ref: made(resource), attributes: { Id: made(resource) } })

/** Known by its name; the ARN is `prefix` and the name. */
const named =
  (
    nameProperty: string,
    arn: (name: string) => string,
    most = 64,
    also: (name: string) => Record<string, string> = () => ({}),
  ): Naming =>
  (resource) => {
    const name = resource.property(nameProperty) ?? made(resource, { most })
    return { ref: name, attributes: { Arn: arn(name), ...also(name) } }
  }

const table: Naming = named(
  'TableName',
  (name) => arnOf('dynamodb', `table/${name}`),
  255,
  (name) => ({ StreamArn: arnOf('dynamodb', `table/${name}/stream/2026-01-01T00:00:00.000`), TableId: name }),
)

const queue: Naming = (resource) => {
  const ending = resource.property('FifoQueue') === 'true' ? '.fifo' : ''
  const name = resource.property('QueueName') ?? made(resource, { most: 80, ending })
  const url = `${resource.endpoint}/${account}/${name}`
  return { ref: url, attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: url } }
}

const httpApi: Naming = (resource) => {
  const id = made(resource)
  return { ref: id, attributes: { ApiId: id, ApiEndpoint: `${resource.endpoint}${httpApiPath(id)}` } }
}

const rule: Naming = (resource) => {
  const name = resource.property('Name') ?? made(resource)
  const bus = resource.property('EventBusName')?.split('/').at(-1) ?? 'default'
  // On a bus of one's own, name and ARN of a rule hold the bus too.
  if (bus === 'default') return { ref: name, attributes: { Arn: arnOf('events', `rule/${name}`) } }
  return { ref: `${bus}|${name}`, attributes: { Arn: arnOf('events', `rule/${bus}/${name}`) } }
}

const topicRule: Naming = (resource) => {
  const name = resource.property('RuleName') ?? made(resource, { most: 128, separator: '_' })
  return { ref: name, attributes: { Arn: arnOf('iot', `rule/${name}`) } }
}

const topic: Naming = (resource) => {
  const ending = resource.property('FifoTopic') === 'true' ? '.fifo' : ''
  const name = resource.property('TopicName') ?? made(resource, { most: 256, ending })
  const arn = arnOf('sns', name)
  return { ref: arn, attributes: { TopicArn: arn, TopicName: name } }
}

const version: Naming = (resource) => {
  const arn = `${functionArn(resource)}:1`
  return { ref: arn, attributes: { Version: '1', FunctionArn: arn } }
}

const alias: Naming = (resource) => {
  const arn = `${functionArn(resource)}:${resource.property('Name') ?? ''}`
  return { ref: arn, attributes: { AliasArn: arn } }
}

function functionArn(resource: Nameless): string {
  const name = resource.property('FunctionName') ?? ''
  return name.startsWith('arn:') ? name : arnOf('lambda', `function:${name}`)
}

const mapping: Naming = (resource) => {
  const id = made(resource)
  return { ref: id, attributes: { Id: id, EventSourceMappingArn: arnOf('lambda', `event-source-mapping:${id}`) } }
}

const role: Naming = (resource) => {
  const name = resource.property('RoleName') ?? made(resource)
  return {
    ref: name,
    attributes: { Arn: iam(`role${resource.property('Path') ?? '/'}${name}`), RoleId: made(resource) },
  }
}

const managedPolicy: Naming = (resource) => {
  const name = resource.property('ManagedPolicyName') ?? made(resource, { most: 128 })
  const arn = iam(`policy${resource.property('Path') ?? '/'}${name}`)
  return { ref: arn, attributes: { PolicyArn: arn } }
}

const iam = (resource: string) => `arn:aws:iam::${account}:${resource}`

const parameter: Naming = (resource) => {
  const name = resource.property('Name') ?? `CFN-${made(resource)}`
  return {
    ref: name,
    attributes: { Type: resource.property('Type') ?? 'String', Value: resource.property('Value') ?? '' },
  }
}

/** Resource type → how its instances are known. A type that is not here is known by nothing. */
export const identities: Readonly<Record<string, Naming>> = {
  'AWS::ApiGatewayV2::Api': httpApi,
  'AWS::ApiGatewayV2::Integration': unnamed,
  'AWS::ApiGatewayV2::Route': unnamed,
  'AWS::ApiGatewayV2::Stage': named('StageName', (name) => name),
  'AWS::Lambda::Function': named('FunctionName', (name) => arnOf('lambda', `function:${name}`)),
  'AWS::Lambda::Version': version,
  'AWS::Lambda::Alias': alias,
  'AWS::Lambda::EventInvokeConfig': unnamed,
  'AWS::Lambda::EventSourceMapping': mapping,
  'AWS::Lambda::Permission': unnamed,
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': unnamed,
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Events::EventBus': named(
    'Name',
    (name) => arnOf('events', `event-bus/${name}`),
    256,
    (name) => ({ Name: name }),
  ),
  'AWS::Events::Rule': rule,
  'AWS::IoT::TopicRule': topicRule,
  'AWS::IoT::Policy': named(
    'PolicyName',
    (name) => arnOf('iot', `policy/${name}`),
    128,
    (name) => ({ Id: name }),
  ),
  'AWS::IoT::Thing': named(
    'ThingName',
    (name) => arnOf('iot', `thing/${name}`),
    128,
    (name) => ({ Id: name }),
  ),
  'AWS::IoT::ProvisioningTemplate': named(
    'TemplateName',
    (name) => arnOf('iot', `provisioningtemplate/${name}`),
    36,
    (name) => ({ TemplateArn: arnOf('iot', `provisioningtemplate/${name}`) }),
  ),
  'AWS::IAM::Role': role,
  'AWS::IAM::Policy': unnamed,
  'AWS::IAM::ManagedPolicy': managedPolicy,
  'AWS::SSM::Parameter': parameter,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': unnamed,
  'AWS::SNS::Subscription': unnamed,
  'AWS::CloudWatch::Alarm': named('AlarmName', (name) => arnOf('cloudwatch', `alarm:${name}`), 255),
  'AWS::CloudWatch::CompositeAlarm': named('AlarmName', (name) => arnOf('cloudwatch', `alarm:${name}`), 255),
  'AWS::CloudWatch::Dashboard': named(
    'DashboardName',
    (name) => `arn:aws:cloudwatch::${account}:dashboard/${name}`,
    255,
  ),
  'AWS::Logs::LogGroup': named('LogGroupName', (name) => `${arnOf('logs', `log-group:${name}`)}:*`, 512),
  'AWS::CDK::Metadata': unnamed,
}
