import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { CfnPolicy, CfnProvisioningTemplate } from 'aws-cdk-lib/aws-iot'
import { CfnPermission, type Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import {
  accepted,
  claimClientId,
  createFromCsrTopic,
  provisionTopic,
  rejected,
} from '../../iot/contract/provisioning.ts'
import { reportTopic } from '../../iot/contract/topics.ts'
import { afterDeployment } from '../after-deployment.ts'
import { allow, eachOrAll } from '../allow.ts'
import { claimPolicyName, devicePolicyName, provisioningTemplateName } from '../names.ts'
import { AndonFunction } from './andon-function.ts'
import type { IncidentTable } from './incident-table.ts'

export interface EnrolmentProps {
  readonly code: Code
  readonly table: IncidentTable
  readonly alarms: ITopic
  /** Names of all lights and cords: the things that a device can become. */
  readonly things: readonly string[]
}

/**
 * How a Raspberry Pi becomes a light: AWS IoT's fleet provisioning by claim. `andon light add` makes a claim, the Pi
 * shows it and gets a certificate for a key of its own, if on-enrol says so. And how it is one no longer: once its light
 * has left the config, on-enrol ends its access.
 */
export class Enrolment extends Construct {
  readonly function: AndonFunction
  readonly claimPolicy: CfnPolicy

  constructor(scope: Construct, id: string, { code, table, alarms, things }: EnrolmentProps) {
    super(scope, id)
    this.function = new AndonFunction(this, 'Function', {
      name: 'on-enrol',
      hurts:
        'Anyone who installs a light now: the Raspberry Pi is refused, though its install line may be good. And everyone ' +
        'who took a light out of the config: its device may still be let in.',
      code,
      // A device is answered within the five seconds that AWS IoT waits; a thousand that leave take longer.
      timeout: Duration.minutes(5),
      environment: { ANDON_TABLE: table.tableName },
      may: this.#may(table),
      setsAside: 'nowhere, being asked',
      alarms,
    })
    const template = new CfnProvisioningTemplate(this, 'Template', {
      templateName: provisioningTemplateName,
      templateType: 'FLEET_PROVISIONING',
      description: 'A Raspberry Pi becomes one of the lights or cords of Andon',
      enabled: true,
      provisioningRoleArn: this.#role(things).roleArn,
      preProvisioningHook: { payloadVersion: '2020-04-01', targetArn: this.function.lambda.functionArn },
      templateBody: JSON.stringify(body),
    })
    // AWS IoT checks at once whether it may call the hook.
    template.addResourceDependency(this.#mayBeAsked())
    this.claimPolicy = this.#claimPolicy()
    this.#lookForDeparted()
  }

  /** Which lights have left, only the table knows: the config that named them is gone. */
  #may({ tableArn }: IncidentTable): PolicyStatement[] {
    const reports = this.#arn('topic', reportTopic('*'))
    return [
      allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], tableArn),
      allow(['iot:UpdateCertificate'], this.#arn('cert', '*')),
      allow(['iot:DeleteConnection'], this.#arn('client', '*')),
      allow(['iot:Publish', 'iot:RetainPublish'], reports),
    ]
  }

  #lookForDeparted() {
    const { lambda } = this.function
    afterDeployment(this, 'AfterDeployment', 'andon-after-deployment-devices', lambda)
    // For what the event missed, and for a device that was let in while the deployment ran.
    new Rule(this, 'EveryHour', {
      ruleName: 'andon-every-hour',
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [new LambdaFunction(lambda, { retryAttempts: 0, maxEventAge: Duration.minutes(5) })],
    })
  }

  #mayBeAsked(): CfnPermission {
    return new CfnPermission(this, 'MayBeAsked', {
      action: 'lambda:InvokeFunction',
      functionName: this.function.lambda.functionArn,
      principal: 'iot.amazonaws.com',
      sourceAccount: Stack.of(this).account,
      sourceArn: this.#arn('provisioningtemplate', provisioningTemplateName),
    })
  }

  /**
   * What AWS IoT may do as it carries out the template. AWS gives no list for a template, only the managed policy
   * AWSIoTThingsRegistration for all that any could ask for: this is what of it concerns one of our things, the
   * certificate that it just made and a policy that exists.
   */
  #role(things: readonly string[]): Role {
    const { account, region, partition } = Stack.of(this)
    const anyCertificate = this.#arn('cert', '*')
    const ours = eachOrAll(things, (name) => this.#arn('thing', name))
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('iot.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:iot:${region}:${account}:*` },
        },
      }),
      inlinePolicies: {
        calls: new PolicyDocument({
          statements: [
            ...(ours.length > 0 ? [allow(onThings, ...ours)] : []),
            allow(onCertificates, anyCertificate),
            allow(['iot:GetPolicy', 'iot:ListTargetsForPolicy'], this.#arn('policy', devicePolicyName)),
            // IAM has no resource for these.
            allow(onAnything, '*'),
          ],
        }),
      },
    })
  }

  /** May only enrol, under the claim's own client id. */
  #claimPolicy(): CfnPolicy {
    const requests = [createFromCsrTopic, provisionTopic(provisioningTemplateName)]
    const answers = requests.flatMap((topic) => [accepted(topic), rejected(topic)])
    const arns = (resource: string, names: readonly string[]) => names.map((name) => this.#arn(resource, name))
    return new CfnPolicy(this, 'ClaimPolicy', {
      policyName: claimPolicyName,
      policyDocument: new PolicyDocument({
        statements: [
          allow(['iot:Connect'], this.#arn('client', claimClientId('${iot:CertificateId}'))),
          allow(['iot:Publish'], ...arns('topic', requests)),
          allow(['iot:Subscribe'], ...arns('topicfilter', answers)),
          allow(['iot:Receive'], ...arns('topic', answers)),
        ],
      }),
    })
  }

  #arn(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({
      service: 'iot',
      resource,
      resourceName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    })
  }
}

const onThings = ['iot:CreateThing', 'iot:DescribeThing', 'iot:ListThingPrincipals', 'iot:UpdateThing']
const onCertificates = [
  'iot:AttachPolicy',
  'iot:AttachPrincipalPolicy',
  'iot:AttachThingPrincipal',
  'iot:DescribeCertificate',
  'iot:ListPrincipalThings',
  'iot:UpdateCertificate',
]
/** The first is on a certificate by the developer guide, and on everything by the reference. */
const onAnything = ['iot:ListAttachedPolicies', 'iot:ListPrincipalPolicies']

/** In AWS IoT's own template language: https://docs.aws.amazon.com/iot/latest/developerguide/provision-template.html */
const body = {
  Parameters: { ThingName: { Type: 'String' } },
  Resources: {
    thing: {
      Type: 'AWS::IoT::Thing',
      Properties: { ThingName: { Ref: 'ThingName' } },
      // Made when the first device is enrolled as it; then it stays as it is.
      OverrideSettings: { AttributePayload: 'DO_NOTHING', ThingTypeName: 'DO_NOTHING', ThingGroups: 'DO_NOTHING' },
    },
    certificate: {
      Type: 'AWS::IoT::Certificate',
      Properties: { CertificateId: { Ref: 'AWS::IoT::Certificate::Id' }, Status: 'Active' },
    },
    policy: { Type: 'AWS::IoT::Policy', Properties: { PolicyName: devicePolicyName } },
  },
}
