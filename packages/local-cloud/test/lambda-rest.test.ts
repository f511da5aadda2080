import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { closeAll, define, functionArn, serve, startLambda } from './lambda-fixture.ts'

afterEach(closeAll)

async function start() {
  const { lambda, lines, activity } = startLambda()
  define(lambda, 'echo', `export const handler = async (event) => { console.log('took ' + event.n); return event }`)
  define(lambda, 'throws', `export const handler = async () => { throw new RangeError('too far') }`)
  const endpoint = await serve(() => lambda.api)
  const credentials = { accessKeyId: 'LOCAL.test', secretAccessKey: 'local' }
  const client = new LambdaClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 })
  return { client, lines, activity, lambda }
}

describe('AWS’s own client', () => {
  it('invokes a function and has its answer', async () => {
    const { client } = await start()
    const answer = await client.send(new InvokeCommand({ FunctionName: 'echo', Payload: '{"n":"é"}' }))
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    expect(answer.FunctionError).toBeUndefined()
    expect(answer.Payload!.transformToString()).toBe('{"n":"é"}')
  })

  it('by ARN, by alias, and without a payload', async () => {
    const { client } = await start()
    const byArn = await client.send(new InvokeCommand({ FunctionName: `${functionArn('echo')}:live` }))
    const byAlias = await client.send(new InvokeCommand({ FunctionName: 'echo', Qualifier: 'live' }))
    expect([byArn, byAlias].map(({ Payload }) => Payload!.transformToString())).toEqual(['{}', '{}'])
  })

  it('is told what the handler threw', async () => {
    const { client } = await start()
    const answer = await client.send(new InvokeCommand({ FunctionName: 'throws' }))
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' })
    expect(JSON.parse(answer.Payload!.transformToString())).toMatchObject({
      errorType: 'RangeError',
      errorMessage: 'too far',
      trace: expect.any(Array),
    })
  })

  it('invokes without waiting, and only asks whether it could', async () => {
    const { client, lines, activity } = await start()
    const event = { FunctionName: 'echo', Payload: '{"n":5}' }
    expect(await client.send(new InvokeCommand({ ...event, InvocationType: 'DryRun' }))).toMatchObject({
      StatusCode: 204,
    })
    expect(await client.send(new InvokeCommand({ ...event, InvocationType: 'Event' }))).toMatchObject({
      StatusCode: 202,
    })
    await activity.idle()
    expect(lines.all.filter((line) => line.includes('took'))).toHaveLength(1)
  })

  it.each([
    ['ResourceNotFoundException', { FunctionName: 'nobody' }],
    ['InvalidRequestContentException', { FunctionName: 'echo', Payload: '{' }],
    ['InvalidParameterValueException', { FunctionName: 'echo', DurableExecutionName: 'i-1' }],
    ['RequestTooLargeException', { FunctionName: 'echo', Payload: JSON.stringify('x'.repeat(6_300_000)) }],
  ])('is refused with %s', async (name, input) => {
    const { client } = await start()
    await expect(client.send(new InvokeCommand(input))).rejects.toMatchObject({ name })
  })
})

it('needs the permission on the very ARN that was asked for', async () => {
  const { lambda } = await start()
  const needed = (input: object) => lambda.api.permissionsFor('Invoke', { ...input })
  expect(needed({ FunctionName: 'echo' })).toEqual([{ action: 'lambda:InvokeFunction', resource: functionArn('echo') }])
  expect(needed({ FunctionName: functionArn('echo'), Qualifier: 'live' })).toEqual([
    { action: 'lambda:InvokeFunction', resource: `${functionArn('echo')}:live` },
  ])
  expect(() => lambda.api.permissionsFor('CreateFunction', {})).toThrow('lambda:CreateFunction is not modelled')
})
