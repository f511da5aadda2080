import { FunctionFailed } from '../src/services/lambda/functions.ts'
import { closeAll, define, functionArn, lifeline, liveArn, startElsewhere, startLambda } from './lambda-fixture.ts'

afterEach(closeAll)

/** Says when it has begun, and never answers `{ "hang": true }`. */
const worker = `
  export const handler = async (event) => {
    console.log('begun in ' + process.pid)
    if (event.hang) await new Promise(() => setInterval(() => {}, 1000))
    return { pid: process.pid, event }
  }`

describe('a function', () => {
  it('is run from its bundle by AWS’s own runtime client, under any of its ARNs', async () => {
    const { lambda } = startLambda()
    define(lambda, 'greet', `export const handler = async ({ who }) => ({ hello: who })`)

    expect(await lambda.invoke(functionArn('greet'), { who: 'Ada' })).toEqual({ hello: 'Ada' })
    expect(await lambda.invoke(liveArn('greet'), { who: 'Bob' })).toEqual({ hello: 'Bob' })
    expect(await lambda.invoke('greet:7', { who: 'Cy' })).toEqual({ hello: 'Cy' })
  })

  it('finds what Lambda would set around it, its own variables, and nothing of the laptop’s', async () => {
    process.env['LAPTOP_SECRET'] = 'hush'
    const { lambda } = startLambda({ environment: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' } })
    const source = `export const handler = async (_, context) => ({ env: process.env, arn: context.invokedFunctionArn,
      left: context.getRemainingTimeInMillis(), id: context.awsRequestId })`
    define(lambda, 'look', source, { environment: { TABLE: 'incidents' }, memoryMb: 256 })

    const seen = (await lambda.invoke(liveArn('look'), {})) as { env: object; left: number; arn: string; id: string }

    expect(seen.env).toMatchObject({
      AWS_LAMBDA_FUNCTION_NAME: 'look',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_ACCESS_KEY_ID: 'LOCAL.look',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_REGION: 'eu-central-1',
      TABLE: 'incidents',
    })
    expect(Object.keys(seen.env)).not.toContain('LAPTOP_SECRET')
    expect(Object.keys(seen.env)).not.toContain('HOME')
    expect(seen.arn).toBe(liveArn('look'))
    expect(seen.left).toBeGreaterThan(1000)
    expect(seen.left).toBeLessThanOrEqual(3000)
    expect(seen.id).toMatch(/^[0-9a-f-]{36}$/)
    delete process.env['LAPTOP_SECRET']
  })

  it('fails with what its handler threw', async () => {
    const { lambda } = startLambda()
    define(lambda, 'throws', `export const handler = async () => { throw new RangeError('too far') }`)

    const failure = await lambda.invoke(functionArn('throws'), {}).catch((error: unknown) => error)

    expect(failure).toBeInstanceOf(FunctionFailed)
    expect(failure).toMatchObject({ errorType: 'RangeError', message: 'too far' })
  })

  it('is not known', async () => {
    const { lambda } = startLambda()
    await expect(lambda.invoke(functionArn('nobody'), {})).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
    await expect(lambda.invoke('not a function', {})).rejects.toMatchObject({ code: 'InvalidParameterValueException' })
  })

  it('says what kept it from loading', async () => {
    const { lambda, lines } = startLambda()
    define(lambda, 'broken', `throw new Error('no config')\nexport const handler = async () => 1`)
    define(lambda, 'handlerless', `export const other = 1`)

    await expect(lambda.invoke(functionArn('broken'), {})).rejects.toMatchObject({ message: 'no config' })
    await expect(lambda.invoke(functionArn('handlerless'), {})).rejects.toMatchObject({
      errorType: 'Runtime.HandlerNotFound',
    })
    await lines.next(/Could not start: index.handler is undefined/)
  })
})

describe('an invocation that does not end well fails alone', () => {
  it('when it takes longer than the function may', async () => {
    const { lambda, clock, lines } = startLambda()
    define(lambda, 'worker', worker)

    const slow = lambda.invoke(functionArn('worker'), { hang: true }).catch((error: unknown) => error)
    await lines.next(/begun/)
    clock.move(3000)

    expect(await slow).toMatchObject({
      errorType: 'Sandbox.Timedout',
      message: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 3.00 seconds$/),
    })
    expect(await lambda.invoke(functionArn('worker'), { n: 2 })).toMatchObject({ event: { n: 2 } })
  })

  it('when its process is killed from outside', async () => {
    const { lambda, lines } = startLambda()
    define(lambda, 'worker', worker)

    const doomed = lambda.invoke(functionArn('worker'), { hang: true }).catch((error: unknown) => error)
    const [, pid] = await lines.next(/begun in (\d+)/)
    process.kill(Number(pid), 'SIGKILL')

    expect(await doomed).toMatchObject({
      errorType: 'Runtime.ExitError',
      message: expect.stringMatching(/Runtime exited with error: signal: SIGKILL$/),
    })
    expect(await lambda.invoke(functionArn('worker'), { n: 2 })).toMatchObject({ event: { n: 2 } })
  })

  it('when it ends its process itself', async () => {
    const { lambda } = startLambda()
    define(lambda, 'quits', `export const handler = async ({ code }) => process.exit(code)`)

    await expect(lambda.invoke(functionArn('quits'), { code: 3 })).rejects.toThrow(/error: exit status 3$/)
    await expect(lambda.invoke(functionArn('quits'), { code: 0 })).rejects.toThrow(/exited without providing a reason$/)
  })

  it('when it is asked, or answers, more than Lambda carries', async () => {
    const { lambda } = startLambda()
    define(lambda, 'big', `export const handler = async ({ size }) => 'x'.repeat(size)`)

    await expect(lambda.invoke(functionArn('big'), 'x'.repeat(6_291_556))).rejects.toMatchObject({
      code: 'RequestTooLargeException',
      status: 413,
    })
    expect(() => lambda.invokeLater(functionArn('big'), 'x'.repeat(1_048_576))).toThrow(/smaller than 1048576 bytes/)
    await expect(lambda.invoke(functionArn('big'), { size: 6_291_556 })).rejects.toMatchObject({
      errorType: 'Function.ResponseSizeTooLarge',
    })
    expect(await lambda.invoke(functionArn('big'), { size: 6_000_000 })).toHaveLength(6_000_000)
  })
})

describe('execution environments', () => {
  const pidOf = (answer: unknown) => (answer as { pid: number }).pid
  /** Waits for a second invocation to have begun before it answers: so two environments there must be. */
  const pair = `
    import { watch, existsSync, writeFileSync } from 'node:fs'
    export const handler = async ({ mine, other }) => {
      if (mine) writeFileSync(mine, '')
      if (other && !existsSync(other)) await new Promise((seen) => {
        const watcher = watch('.', () => existsSync(other) && (watcher.close(), seen()))
        if (existsSync(other)) watcher.close(), seen()
      })
      return { pid: process.pid }
    }`

  it('stay warm', async () => {
    const { lambda } = startLambda()
    define(lambda, 'worker', worker)
    const first = pidOf(await lambda.invoke(functionArn('worker'), {}))
    expect(pidOf(await lambda.invoke(functionArn('worker'), {}))).toBe(first)
  })

  it('become more under load, as many as the function may have, and fewer again after an idle minute', async () => {
    const { lambda, clock } = startLambda()
    const line = await lifeline()
    define(lambda, 'pair', line.tied(pair))
    const both = await Promise.all([
      lambda.invoke(functionArn('pair'), { mine: 'a', other: 'b' }),
      lambda.invoke(functionArn('pair'), { mine: 'b', other: 'a' }),
    ])
    expect(new Set(both.map(pidOf)).size).toBe(2)

    const flood = await Promise.all(Array.from({ length: 8 }, () => lambda.invoke(functionArn('pair'), {})))
    for (const pid of flood.map(pidOf)) expect(both.map(pidOf)).toContain(pid)
    expect(line.alive()).toBe(2)

    while (line.alive() > 1) {
      clock.move(60_000)
      await new Promise((turned) => setImmediate(turned))
    }
    expect(both.map(pidOf)).toContain(pidOf(await lambda.invoke(functionArn('pair'), {})))
    clock.move(600_000)
    expect(both.map(pidOf)).toContain(pidOf(await lambda.invoke(functionArn('pair'), {})))
  })

  it('are not kept where the function is called seldom', async () => {
    const { lambda, clock } = startLambda()
    const line = await lifeline()
    define(lambda, 'seldom', line.tied(worker), { seldom: true })
    const first = pidOf(await lambda.invoke(functionArn('seldom'), {}))
    while (line.alive() > 0) {
      clock.move(5_000)
      await new Promise((turned) => setImmediate(turned))
    }
    expect(pidOf(await lambda.invoke(functionArn('seldom'), {}))).not.toBe(first)
  })
})

describe('the processes', () => {
  it('end when the local cloud stops, and what they were doing fails', async () => {
    const { lambda, lines } = startLambda()
    const line = await lifeline()
    define(lambda, 'worker', line.tied(worker))
    const doomed = lambda.invoke(functionArn('worker'), { hang: true }).catch((error: unknown) => error)
    await lines.next(/begun/)

    await lambda.stop()

    expect(await doomed).toBeInstanceOf(FunctionFailed)
    await line.allGone()
    await expect(lambda.invoke(functionArn('worker'), {})).rejects.toThrow('stopping')
  })

  it('end with the process that started them, even while a handler spins', async () => {
    const line = await lifeline()
    const spins = `export const handler = async () => { console.log('begun'); for (;;); }`
    const parent = startElsewhere({ idle: line.tied(worker), spins: line.tied(spins) })
    await parent.says(/spins: .*begun/)
    expect(line.alive()).toBe(2)

    parent.kill('SIGKILL')

    await line.allGone()
  })
})
