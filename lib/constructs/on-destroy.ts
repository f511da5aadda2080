import { ArnFormat, CfnCustomResource, Duration, Stack } from 'aws-cdk-lib'
import type { CfnPolicy } from 'aws-cdk-lib/aws-iot'
import type { Code } from 'aws-cdk-lib/aws-lambda'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { allow } from '../allow.ts'
import { AndonFunction } from './andon-function.ts'

export interface OnDestroyProps {
  readonly code: Code
  readonly alarms: ITopic
  /** Those that devices hold. */
  readonly policies: readonly CfnPolicy[]
}

/**
 * Shuts all devices out as the stack is deleted. Else that would fail: AWS IoT lets no policy go that a certificate still
 * holds, and CloudFormation takes it from none.
 */
export class OnDestroy extends Construct {
  readonly function: AndonFunction

  constructor(scope: Construct, id: string, { code, alarms, policies }: OnDestroyProps) {
    super(scope, id)
    // Of a thousand lights, each takes two calls, of which AWS IoT takes about ten a second.
    const timeout = Duration.minutes(10)
    const names = policies.map(({ policyName }) => policyName ?? '')
    this.function = new AndonFunction(this, 'Function', {
      name: 'on-destroy',
      hurts: 'Whoever deletes the stack: lights could not be shut out, so it must be deleted once more.',
      code,
      timeout,
      environment: { DEVICE_POLICIES: names.join(',') },
      may: [
        allow(['iot:ListTargetsForPolicy'], ...names.map((name) => this.#arn('policy', name))),
        allow(['iot:DetachPolicy', 'iot:UpdateCertificate'], this.#arn('cert', '*')),
      ],
      setsAside: 'nowhere, its caller is told',
      alarms,
    })
    // Made after the policies and so deleted before them.
    new CfnCustomResource(this, 'Devices', {
      serviceToken: this.function.lambda.functionArn,
      serviceTimeout: timeout.plus(Duration.minutes(1)).toSeconds(),
    }).node.addDependency(...policies)
  }

  #arn(resource: string, resourceName: string): string {
    const arnFormat = ArnFormat.SLASH_RESOURCE_NAME
    return Stack.of(this).formatArn({ service: 'iot', resource, resourceName, arnFormat })
  }
}
