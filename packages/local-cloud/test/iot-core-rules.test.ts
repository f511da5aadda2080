import { arnOf } from '../src/arn.ts'
import { AwsError } from '../src/aws-error.ts'
import { NotModelled } from '../src/not-modelled.ts'
import { openStore } from '../src/store.ts'
import { connect, cordRule, disconnected, nextMessage, signals, start } from './iot-core-started.ts'

describe('topic rules', () => {
  it('bring a pulled cord to the queue before the cord hears that it was heard', async () => {
    const { iot, sent } = await start()
    const cord = await connect(iot, { clientId: 'desk-1' })

    await cord.publishAsync('andon/cords/desk-1/pulled', Buffer.from([0xff, 0x00]), { qos: 1 })

    expect(sent).toEqual([
      {
        queue: signals,
        body: {
          source: 'andon-cord',
          topic: 'andon/cords/desk-1/pulled',
          receivedAt: Date.UTC(2026, 10, 21, 9),
          client: 'desk-1',
          payload: '/wA=',
        },
      },
    ])
  })

  it('leave other topics alone', async () => {
    const { iot, sent } = await start()
    await (await connect(iot)).publishAsync('andon/cords/desk-1/pushed', 'x', { qos: 1 })
    expect(sent).toEqual([])
  })

  it('do nothing that their role does not allow, and say so', async () => {
    const asked: unknown[] = []
    const { iot, sent, log } = await start({ mayAct: (...question) => (asked.push(question), false) })
    await iot.publish('andon/cords/desk-1/pulled', '{}')
    expect(asked).toEqual([[{ roleArn: 'role/cords', sourceArn: cordRule.arn }, 'sqs:SendMessage', signals]])
    expect(sent).toEqual([])
    expect(log).toEqual([expect.stringContaining('role/cords is not allowed sqs:SendMessage')])
  })

  it('tell their error action what failed', async () => {
    const errorAction = { Lambda: { FunctionArn: arnOf('lambda', 'function:told') } }
    const { iot, invoked } = await start({
      rules: [{ ...cordRule, payload: { ...cordRule.payload, ErrorAction: errorAction } }],
      queues: {
        send() {
          throw new AwsError('QueueDoesNotExist', 'no such queue')
        },
      },
    })
    await iot.publish('andon/cords/desk-1/pulled', 'pulled')
    expect(invoked).toEqual([
      expect.objectContaining({
        ruleName: 'cords',
        topic: 'andon/cords/desk-1/pulled',
        base64OriginalPayload: Buffer.from('pulled').toString('base64'),
        failures: [expect.objectContaining({ failedAction: 'SqsAction', errorMessage: 'no such queue' })],
      }),
    ])
  })

  it('never let a message be acknowledged that could not be kept', async () => {
    const store = openStore()
    const { iot, log } = await start({ store: { ...store, together: () => raise(new Error('disk full')) } })
    const cord = await connect(iot)
    const gone = disconnected(cord)
    const publishing = cord.publishAsync('andon/cords/desk-1/pulled', '{}', { qos: 1 })
    void publishing.catch(() => undefined)
    expect(await Promise.race([gone, publishing])).toBe('disconnected')
    expect(log).toEqual([expect.stringContaining('disk full')])
  })

  it('invoke a function that lets them, and republish under another topic', async () => {
    const rule = (name: string, sql: string, action: object) => ({
      name,
      arn: arnOf('iot', `rule/${name}`),
      payload: { Sql: sql, AwsIotSqlVersion: '2016-03-23', Actions: [action] },
    })
    const { iot, invoked, activity } = await start({
      rules: [
        rule('press', "SELECT clickType FROM 'iotbutton/+'", {
          Lambda: { FunctionArn: arnOf('lambda', 'function:press') },
        }),
        rule('again', "SELECT * FROM 'iotbutton/+'", {
          Republish: { Topic: 'again/${topic(2)}', RoleArn: 'r', Qos: '1' },
        }),
      ],
    })
    const listener = await connect(iot)
    await listener.subscribeAsync('again/G030')
    const heard = nextMessage(listener)

    await iot.publish('iotbutton/G030', '{"clickType":"LONG"}')

    expect(invoked).toEqual([{ clickType: 'LONG' }])
    expect(await heard).toMatchObject({ topic: 'again/G030', text: '{"clickType":"LONG"}' })
    await activity.idle()
  })

  it('do not invoke a function without a Lambda permission for the rule', async () => {
    const action = { Lambda: { FunctionArn: arnOf('lambda', 'function:told') } }
    const { iot, invoked, log } = await start({
      rules: [{ ...cordRule, payload: { ...cordRule.payload, Actions: [action] } }],
      mayInvoke: (_, principal, source) => principal !== 'iot.amazonaws.com' || source !== cordRule.arn,
    })
    await iot.publish('andon/cords/desk-1/pulled', '{}')
    expect(invoked).toEqual([])
    expect(log).toEqual([expect.stringContaining('no Lambda permission')])
  })

  it('can be reached directly by Basic Ingest', async () => {
    const { iot, sent } = await start()
    await iot.publish('$aws/rules/cords/andon/cords/desk-2/pulled', '{}')
    expect(sent).toEqual([
      expect.objectContaining({ body: expect.objectContaining({ topic: 'andon/cords/desk-2/pulled' }) }),
    ])
  })

  it.each([
    ['an action', { Actions: [{ S3: { BucketName: 'b' } }] }, 'cords: the action S3'],
    ["an action's property", { Actions: [{ Sqs: { QueueUrl: 'q', RoleArn: 'r', Batch: true } }] }, 'Batch'],
    ['the older SQL', { AwsIotSqlVersion: '2015-10-08' }, 'AwsIotSqlVersion'],
    ['SQL', { Sql: "SELECT aws_lambda('f', *) AS a FROM 'b'" }, 'aws_lambda'],
  ])('are refused at the start when they need %s that is not modelled', async (_, over, named) => {
    const rules = [{ ...cordRule, payload: { ...cordRule.payload, ...over } }]
    const starting = start({ rules })
    await expect(starting).rejects.toThrow(NotModelled)
    await expect(starting).rejects.toThrow(named)
  })
})

function raise(error: Error): never {
  throw error
}
