import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { apiOf, invalidBy, operation } from '../../operation.ts'
import type { Api } from '../../api.ts'
import { account, arnOf, region } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { type Template } from '../../template/template.ts'

export interface CloudFormationProps {
  readonly template: Template
  /** Outputs that a stack in AWS does not need. */
  readonly moreOutputs: Readonly<Record<string, string>>
  /** Milliseconds since 1970. */
  readonly deployedAt: number
}

/** As `AWS::StackId` in the template. */
const stackArn = (name: string) => arnOf('cloudformation', `stack/${name}/local`)

/** What CloudFormation sends to the default bus once the stack is there. @param at milliseconds since 1970 */
export const deployedEvent = ({ stackName }: Template, at: number) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'CloudFormation Stack Status Change',
  source: 'aws.cloudformation',
  account,
  time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
  region,
  resources: [stackArn(stackName)],
  detail: {
    'stack-id': stackArn(stackName),
    'status-details': { status: 'CREATE_COMPLETE', 'status-reason': '' },
    'client-request-token': '',
  },
})

const takes = z.object({ StackName: z.string().optional() })
const on = ({ StackName = '*' }: z.infer<typeof takes>) =>
  StackName.startsWith('arn:') ? StackName : stackArn(StackName)

/** AWS CloudFormation, as far as it tells of the one stack that is there: DescribeStacks and GetTemplateSummary. */
export function createCloudFormation(props: CloudFormationProps): { readonly api: Api } {
  const { template } = props
  const id = stackArn(template.stackName)
  const refuseOthers = ({ StackName = id }: z.infer<typeof takes>) => {
    if (StackName === template.stackName || StackName === id) return
    throw new AwsError('ValidationError', `Stack with id ${StackName} does not exist`)
  }
  const api = apiOf(
    { prefix: 'cloudformation', invalid: invalidBy('ValidationError') },
    {
      DescribeStacks: operation({
        takes,
        on,
        run(input) {
          refuseOthers(input)
          return { Stacks: [described(props, id)] }
        },
      }),
      GetTemplateSummary: operation({
        takes,
        on,
        run(input) {
          refuseOthers(input)
          return { Metadata: JSON.stringify(template.metadata) }
        },
      }),
    },
  )
  return { api }
}

function described({ template, moreOutputs, deployedAt }: CloudFormationProps, id: string) {
  const outputs = Object.entries({ ...template.outputs, ...moreOutputs })
  return {
    StackId: id,
    StackName: template.stackName,
    CreationTime: new Date(deployedAt),
    StackStatus: 'CREATE_COMPLETE',
    Outputs: outputs.map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  }
}
