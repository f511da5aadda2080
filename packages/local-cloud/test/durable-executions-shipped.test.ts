import {
  GetDurableExecutionCommand,
  InvokeCommand,
  LambdaClient,
  ListDurableExecutionsByFunctionCommand,
  SendDurableExecutionCallbackSuccessCommand,
  StopDurableExecutionCommand,
} from '@aws-sdk/client-lambda'
import { build } from 'esbuild'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Lambda } from '../src/services/lambda/lambda.ts'
import { arnOf } from '../src/arn.ts'
import { closeAll, defineBundle, folder, serve, startLambda, openKept } from './lambda-fixture.ts'

const bundle = mkdtempSync(join(tmpdir(), 'andon-playbook-'))
beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL('durable-executions-playbook.ts', import.meta.url))],
    outfile: join(bundle, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  }),
)
afterAll(() => rmSync(bundle, { recursive: true }))
afterEach(closeAll)

const minute = 60_000
const deadLetterArn = arnOf('sqs', 'dead-letters')

/** The playbook on a local Lambda, reached by AWS's own client. */
async function start({ kept = folder(), environment = {}, speed = 1 } = {}) {
  const store = openKept(kept)
  let lambda: Lambda | undefined
  const endpoint = await serve(() => lambda!.api)
  const started = startLambda({ store, speed, environment: { AWS_ENDPOINT_URL: endpoint } })
  lambda = started.lambda
  const durable = { executionTimeoutSeconds: 3600 }
  defineBundle(lambda, 'playbook', bundle, { durable, deadLetterArn, environment, timeoutSeconds: 60 })
  const credentials = { accessKeyId: 'LOCAL.test', secretAccessKey: 'local' }
  const client = new LambdaClient({ endpoint, region: 'eu-central-1', credentials })
  const invoke = async (event: object, DurableExecutionName = 'incident-1') => {
    const Payload = JSON.stringify({ act: {}, ...event })
    const asked = { FunctionName: 'playbook', Qualifier: 'live', InvocationType: 'Event' as const }
    const { DurableExecutionArn } = await client.send(new InvokeCommand({ ...asked, DurableExecutionName, Payload }))
    return DurableExecutionArn!
  }
  const look = (DurableExecutionArn: string) => client.send(new GetDurableExecutionCommand({ DurableExecutionArn }))
  const close = async () => {
    await started.lambda.stop()
    store.close()
  }
  return { ...started, client, invoke, look, close, kept }
}

describe('a shipped playbook', () => {
  it('tries a failing step again, waits, and succeeds, without being activity while it waits', async () => {
    const { invoke, look, clock, activity, lines, queues, close } = await start()

    const arn = await invoke({ act: { redeploy: 'throw-once' } })
    await clock.pass(2000)
    await activity.idle()
    expect(await look(arn)).toMatchObject({ Status: 'RUNNING', DurableExecutionName: 'incident-1' })
    await clock.pass(5 * minute)
    await activity.idle()

    const { Status, Result, EndTimestamp, StartTimestamp } = await look(arn)
    expect({ Status, Result }).toEqual({ Status: 'SUCCEEDED', Result: '{"first":"redeploy done"}' })
    expect(EndTimestamp!.getTime() - StartTimestamp!.getTime()).toBe(5 * minute + 2000)
    await lines.next(/act redeploy attempt 1/)
    await lines.next(/act redeploy attempt 2/)
    expect(queues.letters).toEqual([])
    await close()
  })

  it('is started once by a name, however often it is asked for, and never with another payload', async () => {
    const { client, invoke, activity, lines, close } = await start()
    const arn = await invoke({})
    expect(await invoke({})).toBe(arn)
    await activity.idle()
    expect(await invoke({})).toBe(arn)
    await expect(invoke({ approvalMinutes: 1 })).rejects.toMatchObject({
      name: 'DurableExecutionAlreadyStartedException',
    })
    const other = await invoke({}, 'incident-2')
    expect(other).not.toBe(arn)
    await activity.idle()

    const { DurableExecutions } = await client.send(
      new ListDurableExecutionsByFunctionCommand({ FunctionName: 'playbook', Qualifier: 'live' }),
    )
    expect(DurableExecutions!.map(({ DurableExecutionArn }) => DurableExecutionArn)).toEqual([arn, other])
    expect(lines.all.filter((line) => line.includes('act redeploy'))).toHaveLength(2)
    await close()
  })

  it('needs a version or an alias, as on AWS', async () => {
    const { client, close } = await start()
    await expect(client.send(new InvokeCommand({ FunctionName: 'playbook' }))).rejects.toThrow(/version or an alias/)
    await close()
  })

  it('hears a person’s answer', async () => {
    const { client, invoke, look, clock, activity, lines, close } = await start()
    const arn = await invoke({ approvalMinutes: 10 })
    await activity.idle()
    await clock.pass(5 * minute)
    const [, CallbackId] = await lines.next(/approve (\S+)/)
    await activity.idle()

    const answer = new SendDurableExecutionCallbackSuccessCommand({
      CallbackId,
      Result: new TextEncoder().encode('"yes"'),
    })
    await client.send(answer)
    await activity.idle()

    expect((await look(arn)).Result).toBe(JSON.stringify({ first: 'redeploy done', approval: '"yes"' }))
    await expect(client.send(answer)).rejects.toMatchObject({ name: 'CallbackTimeoutException' })
    await close()
  })

  it('goes on when nobody answers, sixty times sooner with the speed of --fast', async () => {
    const { invoke, look, clock, activity, close } = await start({ speed: 60 })
    const arn = await invoke({ approvalMinutes: 10 })
    await clock.pass(5_000)
    await clock.pass(10_000)
    await activity.idle()
    expect((await look(arn)).Result).toBe(JSON.stringify({ first: 'redeploy done', approval: 'nobody' }))
    await close()
  })

  it('fails to the dead letters', async () => {
    const { invoke, look, activity, queues, close } = await start()
    const arn = await invoke({ refuse: true })
    await activity.idle()
    expect(await look(arn)).toMatchObject({ Status: 'FAILED', Error: { ErrorMessage: 'not an alarm event' } })
    expect(queues.letters).toEqual([
      {
        queueArn: deadLetterArn,
        body: JSON.stringify({ act: {}, refuse: true }),
        attributes: expect.objectContaining({ ErrorMessage: 'not an alarm event' }),
      },
    ])
    await close()
  })

  it('is stopped on request, and stays so', async () => {
    const { client, invoke, look, clock, activity, queues, close } = await start()
    const arn = await invoke({})
    await activity.idle()
    await client.send(new StopDurableExecutionCommand({ DurableExecutionArn: arn }))
    clock.move(60 * minute)
    await activity.idle()
    expect((await look(arn)).Status).toBe('STOPPED')
    expect(queues.letters).toEqual([])
    await close()
  })
})

describe('a playbook goes on', () => {
  it('when its process is killed in the middle of a step', async () => {
    const environment: Record<string, string> = {}
    const { invoke, look, clock, activity, lines, close } = await start({ environment })
    const arn = await invoke({ act: { redeploy: 'hang-once' } })
    const [, pid] = await lines.next(/act redeploy attempt 1 in (\d+)/)
    environment['HANG'] = 'no'
    process.kill(Number(pid), 'SIGKILL')

    const [, next] = await lines.next(/act redeploy attempt \d in (\d+)/)
    expect(next).not.toBe(pid)
    await activity.idle()
    await clock.pass(5 * minute)
    await activity.idle()
    expect(await look(arn)).toMatchObject({ Status: 'SUCCEEDED', Result: '{"first":"redeploy done"}' })
    await close()
  })

  it('when the local cloud is ended in the middle of a step, or of a wait', async () => {
    const inStep = await start()
    const arn = await inStep.invoke({ act: { redeploy: 'hang-once' } })
    await inStep.lines.next(/act redeploy/)
    await inStep.close()

    const inWait = await start({ kept: inStep.kept, environment: { HANG: 'no' } })
    inWait.lambda.resume()
    await inWait.activity.idle()
    await inWait.close()

    const last = await start({ kept: inStep.kept, environment: { HANG: 'no' } })
    last.lambda.resume()
    expect(last.activity.open()).toEqual([])
    await last.clock.pass(5 * minute)
    await last.activity.idle()
    expect(await last.look(arn)).toMatchObject({ Status: 'SUCCEEDED', Result: '{"first":"redeploy done"}' })
    expect(last.lines.all.filter((line) => line.includes('act redeploy'))).toEqual([])
    await last.close()
  })
})
