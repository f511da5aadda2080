import { arnOf } from '../src/arn.ts'
import { closeAll, define, folder, functionArn, startLambda, storeIn, openKept } from './lambda-fixture.ts'

afterEach(closeAll)

const deadLetters = arnOf('sqs', 'dead-letters')
const destination = arnOf('sqs', 'destination')

/** Fails as often as the event says, by a count in its own process. */
const failing = `
  let seen = 0
  export const handler = async ({ failures }) => {
    console.log('try ' + ++seen)
    if (seen <= failures) throw new TypeError('not yet')
    return { took: seen }
  }`

describe('an asynchronous invocation', () => {
  it('is accepted at once, runs once, and is then no longer activity', async () => {
    const { lambda, lines, activity, queues } = startLambda()
    define(lambda, 'failing', failing, { deadLetterArn: deadLetters })

    lambda.invokeLater(functionArn('failing'), { failures: 0 })
    expect(activity.open()).toContain('asynchronous invocation of failing')

    await activity.idle()
    await lines.next(/try 1/)
    expect(queues.letters).toEqual([])
  })

  it('is tried again after a minute, and after two more, and then goes to the dead letters with its reason', async () => {
    const { lambda, clock, activity, queues } = startLambda()
    define(lambda, 'failing', failing, { deadLetterArn: deadLetters, asynchronous: { onFailure: destination } })

    lambda.invokeLater(functionArn('failing'), { failures: 9 })
    await clock.pass(60_000)
    await clock.pass(120_000)

    await activity.idle()
    const [record, letter, ...more] = queues.letters
    expect(letter).toEqual({
      queueArn: deadLetters,
      body: JSON.stringify({ failures: 9 }),
      attributes: { RequestID: expect.any(String), ErrorCode: '200', ErrorMessage: 'not yet' },
    })
    expect(JSON.parse(record!.body)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    })
    expect(more).toEqual([])
  })

  it('is not tried again once it has worked', async () => {
    const { lambda, clock, activity, queues } = startLambda({ retryDelays: [5] })
    const asynchronous = { onSuccess: destination, onFailure: deadLetters }
    define(lambda, 'failing', failing, { asynchronous })

    lambda.invokeLater(functionArn('failing'), { failures: 1 })
    await clock.pass(5)

    await activity.idle()
    expect(queues.letters.map(({ queueArn }) => queueArn)).toEqual([destination])
    expect(JSON.parse(queues.letters[0]!.body)).toMatchObject({
      requestContext: { functionArn: functionArn('failing'), condition: 'Success', approximateInvokeCount: 2 },
      requestPayload: { failures: 1 },
      responsePayload: { took: 2 },
    })
  })

  it('is given up when it would be too old', async () => {
    const { lambda, activity, queues } = startLambda()
    define(lambda, 'failing', failing, { asynchronous: { maxEventAgeSeconds: 59, onFailure: destination } })

    lambda.invokeLater(functionArn('failing'), { failures: 9 })
    await activity.idle()

    expect(JSON.parse(queues.letters[0]!.body)).toMatchObject({
      requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 1 },
      responsePayload: { errorType: 'TypeError', errorMessage: 'not yet' },
    })
  })

  it('is refused a destination that cannot be imitated', () => {
    const { lambda } = startLambda()
    const onFailure = 'arn:aws:sns:eu-central-1:000000000000:topic'
    expect(() => define(lambda, 'failing', failing, { asynchronous: { onFailure } })).toThrow(/neither a queue nor/)
  })

  it('outlives the local cloud: a later one goes on with it', async () => {
    const kept = folder()
    const hangs = `export const handler = async () => {
      console.log('begun')
      await new Promise(() => setInterval(() => {}, 1000))
    }`
    const first = openKept(kept)
    const before = startLambda({ store: first })
    define(before.lambda, 'task', hangs)
    before.lambda.invokeLater(functionArn('task'), { n: 1 })
    await before.lines.next(/begun/)
    await before.lambda.stop()
    expect(before.activity.open()).toEqual([])
    first.close()

    const after = startLambda({ store: storeIn(kept) })
    define(after.lambda, 'task', `export const handler = async ({ n }) => console.log('did ' + n)`)
    after.lambda.resume()
    await after.lines.next(/did 1/)
    await after.activity.idle()

    after.lambda.resume()
    expect(after.activity.open()).toEqual([])
    expect(before.queues.letters).toEqual([])
  })
})
