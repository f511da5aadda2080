import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SpareEnvironments } from '../src/services/lambda/spare-environments.ts'
import { closeAll, defineBundle, folder, functionArn, lifeline, startLambda } from './lambda-fixture.ts'

let spares: SpareEnvironments
beforeEach(() => void (spares = new SpareEnvironments()))
afterEach(async () => {
  await spares.end()
  await closeAll()
})

/** A function's bundle, which tells its process, and how many of those there are. */
async function aBundle() {
  const line = await lifeline()
  const bundle = folder()
  const source = `export const handler = async ({ who }) => {
    console.log('hello ' + who)
    return process.pid
  }`
  writeFileSync(join(bundle, 'index.mjs'), line.tied(source))
  return { bundle, line }
}
const lambdaOf = (bundle: string, environment = {}, seldom = false) => {
  const started = startLambda({ spares, environment })
  defineBundle(started.lambda, 'greet', bundle, { seldom })
  return started
}

it('serve the next cloud as they served the last, which hears no more of them', async () => {
  const { bundle, line } = await aBundle()
  const first = lambdaOf(bundle)
  const pid = await first.lambda.invoke(functionArn('greet'), { who: 'ada' })
  await first.lambda.stop()
  expect(line.alive()).toBe(1)

  const next = lambdaOf(bundle)
  expect(await next.lambda.invoke(functionArn('greet'), { who: 'grace' })).toBe(pid)
  await next.lines.next(/hello grace/)
  expect(first.lines.all.filter((said) => said.includes('grace'))).toEqual([])
})

it('serve the same cloud again after a rest, also where it keeps none of a function that is called seldom', async () => {
  const { bundle } = await aBundle()
  const { lambda, clock } = lambdaOf(bundle, {}, true)
  const pid = await lambda.invoke(functionArn('greet'), {})
  await clock.pass(5_000)
  expect(await lambda.invoke(functionArn('greet'), {})).toBe(pid)

  // Also those that it has lent before.
  await clock.pass(5_000)
  await lambda.stop()
  expect(await lambdaOf(bundle, {}, true).lambda.invoke(functionArn('greet'), {})).toBe(pid)
})

it('are not taken where they would be started with other variables', async () => {
  const { bundle } = await aBundle()
  const first = lambdaOf(bundle, { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })
  const pid = await first.lambda.invoke(functionArn('greet'), {})
  await first.lambda.stop()
  const next = lambdaOf(bundle, { AWS_ENDPOINT_URL: 'http://127.0.0.1:2' })
  expect(await next.lambda.invoke(functionArn('greet'), {})).not.toBe(pid)
})

it('are not taken when they were killed meanwhile', async () => {
  const { bundle, line } = await aBundle()
  const first = lambdaOf(bundle)
  const pid = await first.lambda.invoke(functionArn('greet'), {})
  await first.lambda.stop()
  process.kill(Number(pid), 'SIGKILL')
  await line.allGone()
  const next = lambdaOf(bundle)
  expect(await next.lambda.invoke(functionArn('greet'), {})).not.toBe(pid)
})

it('end when nobody wants them any longer, and so do those that are left later', async () => {
  const { bundle, line } = await aBundle()
  const first = lambdaOf(bundle)
  await first.lambda.invoke(functionArn('greet'), {})
  const late = lambdaOf(bundle)
  await late.lambda.invoke(functionArn('greet'), {})
  await first.lambda.stop()
  await spares.end()
  await late.lambda.stop()
  await line.allGone()
  expect(line.alive()).toBe(0)
})
