import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  GetAliasCommand,
  GetEventSourceMappingCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs'
import { account, type Owner, region, type Scenarios } from './scenario.ts'

const checkout = { FunctionName: 'checkout' }
/** An archive with nothing in it. */
const zip = Uint8Array.from([0x50, 0x4b, 5, 6, ...Array.from({ length: 18 }, () => 0)])

/** A function with two published versions; live points to the newer one. */
async function aFunction(as: Owner) {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  })
  const { Role } = await as
    .client(IAMClient)
    .send(new CreateRoleCommand({ RoleName: 'checkout', AssumeRolePolicyDocument }))
  const lambda = as.client(LambdaClient)
  const made = { Role: Role?.Arn, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: zip } } as const
  await lambda.send(new CreateFunctionCommand({ ...checkout, ...made, Publish: true }))
  await lambda.send(new UpdateFunctionConfigurationCommand({ ...checkout, MemorySize: 256 }))
  await lambda.send(new PublishVersionCommand(checkout))
  await lambda.send(new CreateAliasCommand({ ...checkout, Name: 'live', FunctionVersion: '2' }))
  return lambda
}

const pointed = async (as: Owner) =>
  (await as.client(LambdaClient).send(new GetAliasCommand({ ...checkout, Name: 'live' }))).FunctionVersion
const reserved = async (as: Owner) =>
  (await as.client(LambdaClient).send(new GetFunctionConcurrencyCommand(checkout))).ReservedConcurrentExecutions
const stateOf = async (as: Owner, { mapping: UUID }: { mapping: string }) =>
  (await as.client(LambdaClient).send(new GetEventSourceMappingCommand({ UUID }))).State

/** Else it would run functions in Docker. What there is before is not there after. */
async function withoutDocker(as: Owner) {
  const { protocol, hostname, port } = (await as.client(LambdaClient).config.endpoint?.()) ?? {}
  const body = JSON.stringify({ lambda: { use_docker: false } })
  const { ok } = await fetch(`${protocol}//${hostname}:${port}/moto-api/config`, { method: 'POST', body })
  if (!ok) throw new Error('moto did not take its settings')
}

export const scenarios: Scenarios = {
  rollBackAlias: {
    async prepare(as) {
      await aFunction(as)
      return { function: 'checkout', alias: 'live' }
    },
    acted: async (as) => expect(await pointed(as)).toBe('1'),
    undone: async (as) => expect(await pointed(as)).toBe('2'),
  },
  reserveConcurrency: {
    async prepare(as) {
      await aFunction(as)
      return { function: 'checkout', to: 0 }
    },
    acted: async (as) => expect(await reserved(as)).toBe(0),
    undone: async (as) => expect(await reserved(as)).toBeUndefined(),
  },
  pauseEventSource: {
    async prepare(as) {
      const lambda = await aFunction(as)
      await as.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'orders' }))
      const EventSourceArn = `arn:aws:sqs:${region}:${account}:orders`
      const { UUID } = await lambda.send(new CreateEventSourceMappingCommand({ ...checkout, EventSourceArn }))
      return { function: 'checkout', mapping: UUID }
    },
    acted: async (as, input) => expect(await stateOf(as, input)).toBe('Disabled'),
    undone: async (as, input) => expect(await stateOf(as, input)).toBe('Enabled'),
  },
  invoke: {
    async prepare(as) {
      await withoutDocker(as)
      await aFunction(as)
      return { function: 'checkout', qualifier: 'live', payload: { repair: ['orders'] } }
    },
    // moto answers with the payload, and keeps nothing that could be looked at.
    acted: async () => undefined,
  },
}
