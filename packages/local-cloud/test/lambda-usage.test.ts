import { closeAll, define, functionArn, startLambda } from './lambda-fixture.ts'

afterEach(closeAll)

it('counts invocations, also those that fail, and the starts of a function, each with its milliseconds', async () => {
  const { lambda } = startLambda()
  define(
    lambda,
    'slow',
    `export const handler = (event) => new Promise((done, fail) =>
    setTimeout(event.fail ? fail : done, 20, new Error('no')))`,
    { memoryMb: 256 },
  )

  await lambda.invoke(functionArn('slow'), {})
  await lambda.invoke(functionArn('slow'), { fail: true }).catch(() => undefined)

  const [usage] = lambda.usage()
  expect(usage).toMatchObject({ name: 'slow', memoryMb: 256, invocations: 2, starts: 1 })
  expect(usage!.ms).toBeGreaterThanOrEqual(40)
  expect(usage!.startMs).toBeGreaterThan(0)
})
