import {
  InvokeCommand,
  ListDurableExecutionsByFunctionCommand,
  SendDurableExecutionCallbackSuccessCommand,
  StopDurableExecutionCommand,
} from '@aws-sdk/client-lambda'
import { deadLetterArn, startPlaybook as start } from './durable-executions-bundled.ts'
import { closeAll } from './lambda-fixture.ts'

afterEach(closeAll)

const minute = 60_000

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

  it('with the version it began with, when the next deployment has changed it', async () => {
    const before = await start({ variables: { PLAYBOOK: 'redeploy, then ask' } })
    const arn = await before.invoke({ approvalMinutes: 10 })
    await before.activity.idle()
    await before.close()

    const after = await start({ kept: before.kept, variables: { PLAYBOOK: 'roll back' } })
    after.lambda.resume()
    const next = await after.invoke({ approvalMinutes: 10 }, 'incident-2')
    await after.activity.idle()
    await after.clock.pass(5 * minute)
    await after.activity.idle()
    const asked = after.lines.all.filter((line) => line.includes('approve '))
    expect(asked.map((line) => line.replace(/.*approve \S+/, '')).sort()).toEqual([
      ' by redeploy, then ask, version 1',
      ' by roll back, version 2',
    ])
    await after.clock.pass(10 * minute)
    await after.activity.idle()
    expect([await after.look(arn), await after.look(next)]).toMatchObject([
      { Status: 'SUCCEEDED', Version: '1' },
      { Status: 'SUCCEEDED', Version: '2' },
    ])
    await after.close()
  })
})
