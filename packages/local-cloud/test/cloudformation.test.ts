import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateSummaryCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation'
import { createCloudFormation } from '../src/services/cloudformation/cloudformation.ts'
import type { Permission } from '../src/api.ts'
import { account, region } from '../src/arn.ts'
import { resolveTemplate } from '../src/template/template.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'

const nine = Date.UTC(2026, 10, 21, 9)
const output = (Value: unknown) => ({ Value })
const template = resolveTemplate(
  {
    stackName: 'Andon',
    raw: {
      Metadata: { Andon: { lights: { 'desk-1': { title: 'left & right <of> it' } } } },
      Parameters: {},
      Conditions: {},
      Mappings: {},
      Rules: {},
      Resources: {},
      Outputs: { BusName: output('andon'), Where: output({ 'Fn::Sub': '${AWS::Region} <&>' }) },
    },
    assets: new Map(),
    assetBuckets: new Set(),
  },
  { endpoint: 'http://127.0.0.1:4566' },
)

async function start() {
  const { api } = createCloudFormation({ template, moreOutputs: { BrokerCa: 'MIIB' }, deployedAt: nine })
  const asked: Permission[] = []
  const authorize = (_caller: unknown, permissions: readonly Permission[]) => void asked.push(...permissions)
  const { client } = await startEndpoint({ cloudformation: api }, { authorize })
  return { aws: new CloudFormationClient(client()), asked }
}
const id = `arn:aws:cloudformation:${region}:${account}:stack/Andon/local`

it.each([undefined, 'Andon', id])('tells of the one stack, asked for as %s', async (StackName) => {
  const { aws, asked } = await start()
  const { Stacks } = await aws.send(new DescribeStacksCommand({ ...(StackName !== undefined && { StackName }) }))
  expect(Stacks).toMatchObject([
    {
      StackId: id,
      StackName: 'Andon',
      StackStatus: 'CREATE_COMPLETE',
      CreationTime: new Date(nine),
      Outputs: [
        { OutputKey: 'BusName', OutputValue: 'andon' },
        { OutputKey: 'Where', OutputValue: 'eu-central-1 <&>' },
        { OutputKey: 'BrokerCa', OutputValue: 'MIIB' },
      ],
    },
  ])
  const resource = StackName === undefined ? id.replace('Andon', '*') : id
  expect(asked).toEqual([{ action: 'cloudformation:DescribeStacks', resource }])
})

it('tells what the template says of itself', async () => {
  const { aws } = await start()
  const { Metadata } = await aws.send(new GetTemplateSummaryCommand({ StackName: 'Andon' }))
  expect(JSON.parse(Metadata!)).toEqual(template.metadata)
})

it('knows no other stack, in CloudFormation’s own words', async () => {
  const { aws } = await start()
  await expect(aws.send(new DescribeStacksCommand({ StackName: 'Andon-test' }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'Stack with id Andon-test does not exist',
    $metadata: { httpStatusCode: 400 },
  })
})

it('names what is not modelled', async () => {
  const { aws } = await start()
  await expect(aws.send(new ListStacksCommand({}))).rejects.toThrow('cloudformation:ListStacks is not modelled locally')
})
