import { z } from 'zod'
import { queryService } from './aws-endpoint/query.ts'
import { type RestService } from './aws-endpoint/protocols.ts'
import { type Api, arnOf, AwsError, type Input } from './service.ts'
import { type Template } from './template.ts'

export interface CloudFormationProps {
  readonly template: Template
  /** What a stack at AWS has no need to say. */
  readonly moreOutputs: Readonly<Record<string, string>>
  /** Milliseconds since 1970. */
  readonly deployedAt: number
}

/** As `AWS::StackId` in the template. */
const stackArn = (name: string) => arnOf('cloudformation', `stack/${name}/local`)

const named = z.object({ StackName: z.string().optional() })

/** AWS CloudFormation, as far as it tells of the one stack that is there: DescribeStacks and GetTemplateSummary. */
export function createCloudFormation(props: CloudFormationProps): { readonly api: Api } {
  const { template } = props
  const id = stackArn(template.stackName)
  return {
    api: {
      permissionsFor(operation, input) {
        const { StackName } = named.parse(input)
        const resource = StackName?.startsWith('arn:') ? StackName : stackArn(StackName ?? '*')
        return [{ action: `cloudformation:${operation}`, resource }]
      },
      async call(operation, input) {
        refuseOthers(input, [template.stackName, id])
        switch (operation) {
          case 'DescribeStacks':
            return { Stacks: [described(props, id)] }
          case 'GetTemplateSummary':
            return { Metadata: JSON.stringify(template.metadata) }
          default:
            throw new AwsError('InvalidAction', `cloudformation:${operation} is not modelled locally`, 501)
        }
      },
    },
  }
}

export const cloudFormationService = (api: Api): RestService =>
  queryService({ api, namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/', denied: 'AccessDenied' })

function refuseOthers(input: Input, known: readonly string[]): void {
  const { StackName } = named.parse(input)
  if (StackName === undefined || known.includes(StackName)) return
  throw new AwsError('ValidationError', `Stack with id ${StackName} does not exist`)
}

function described({ template, moreOutputs, deployedAt }: CloudFormationProps, id: string) {
  const outputs = Object.entries({ ...template.outputs, ...moreOutputs })
  return {
    StackId: id,
    StackName: template.stackName,
    CreationTime: new Date(deployedAt).toISOString(),
    StackStatus: 'CREATE_COMPLETE',
    Outputs: outputs.map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  }
}
