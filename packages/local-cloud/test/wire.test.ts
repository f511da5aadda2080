import * as cloudformation from '@aws-sdk/client-cloudformation'
import * as ecs from '@aws-sdk/client-ecs'
import * as events from '@aws-sdk/client-eventbridge'
import * as iot from '@aws-sdk/client-iot'
import * as iotdata from '@aws-sdk/client-iot-data-plane'
import * as lambda from '@aws-sdk/client-lambda'
import * as sns from '@aws-sdk/client-sns'
import * as sqs from '@aws-sdk/client-sqs'
import * as ssm from '@aws-sdk/client-ssm'
import * as sts from '@aws-sdk/client-sts'
import fc from 'fast-check'
import type { Input } from '../src/api.ts'
import { AwsError } from '../src/aws-error.ts'
import { modelOf, type ModelledOperation } from '../src/wire/model.ts'
import { start } from './aws-endpoint-started.ts'
import { comparable, valueOf } from './wire-values.ts'

interface Client {
  send(command: object): Promise<object>
}
type Settings = ReturnType<Awaited<ReturnType<typeof start>>['client']>

/** The SDK's clients, which are the judges. DynamoDB's JSON and S3's files pass as they are: other tests have those. */
const clients = {
  sqs: [sqs, (settings: Settings) => new sqs.SQSClient({ ...settings, md5: false, useQueueUrlAsEndpoint: false })],
  events: [events, (settings: Settings) => new events.EventBridgeClient(settings)],
  ssm: [ssm, (settings: Settings) => new ssm.SSMClient(settings)],
  ecs: [ecs, (settings: Settings) => new ecs.ECSClient(settings)],
  sns: [sns, (settings: Settings) => new sns.SNSClient(settings)],
  sts: [sts, (settings: Settings) => new sts.STSClient(settings)],
  cloudformation: [cloudformation, (settings: Settings) => new cloudformation.CloudFormationClient(settings)],
  iot: [iot, (settings: Settings) => new iot.IoTClient(settings)],
  iotdata: [iotdata, (settings: Settings) => new iotdata.IoTDataPlaneClient(settings)],
  lambda: [lambda, (settings: Settings) => new lambda.LambdaClient(settings)],
} as const

/** An endpoint whose service hands over what it is asked, and answers what it is told to. */
async function between(name: keyof typeof clients) {
  const [module, open] = clients[name]
  const model = modelOf(module)
  const exchange: { asked?: { operation: string; input: Input }; output?: unknown; error?: AwsError } = {}
  const { client } = await start({
    [name]: {
      permissionsFor: () => [],
      async call(operation: string, input: Input) {
        exchange.asked = { operation, input }
        if (exchange.error !== undefined) throw exchange.error
        return exchange.output
      },
    },
  })
  const aws = open(client()) as unknown as Client
  const commands: Readonly<Record<string, unknown>> = module
  const send = (operation: ModelledOperation, input: unknown) => {
    const Command = commands[`${operation.name}Command`] as new (input: unknown) => object
    return aws.send(new Command(input))
  }
  return { model, exchange, send }
}

const nothing = fc.constant({})
const outOf = (schema: ModelledOperation['input']) => (schema.isUnitSchema() ? nothing : (valueOf(schema) ?? nothing))
/** They come without a signature, and so without the name of the service. */
const unsigned = new Set(['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'])
const isLeftOut = ({ name, input, output }: ModelledOperation) =>
  unsigned.has(name) ||
  [input, output].some(
    (schema) => !schema.isUnitSchema() && [...schema.structIterator()].some(([, member]) => member.isStreaming()),
  )

describe.each(Object.keys(clients) as (keyof typeof clients)[])('%s: what its SDK client', (name) => {
  it('asks comes in as it was meant, and what it is answered reads back the same', async () => {
    const { model, exchange, send } = await between(name)
    for (const operation of model.operations.values()) {
      if (isLeftOut(operation)) continue
      await fc.assert(
        fc.asyncProperty(outOf(operation.input), outOf(operation.output), async (input, output) => {
          exchange.output = output
          const answer = await send(operation, input)
          expect(exchange.asked?.operation).toBe(operation.name)
          expect(comparable(exchange.asked?.input)).toEqual(comparable(input))
          expect(comparable(answer)).toEqual(comparable(output))
        }),
        // Some services have hundreds of operations.
        { numRuns: Math.ceil(60 / model.operations.size) },
      )
    }
  })

  it('is refused with has the error’s own name', async () => {
    const { model, exchange, send } = await between(name)
    const [operation] = [...model.operations.values()].filter((one) => !isLeftOut(one))
    const [input] = fc.sample(outOf(operation!.input), { numRuns: 1, seed: 1 })
    for (const name of new Set([...model.errors.values()].map((schema) => schema.getName()!))) {
      exchange.error = new AwsError(name, 'because')
      await expect(send(operation!, input)).rejects.toMatchObject({ name, message: 'because' })
    }
  })
})
