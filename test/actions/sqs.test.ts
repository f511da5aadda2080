import { redrive } from '../../functions/actions/sqs.ts'
import { aTask, arnOf, given, queues, queuesWhere } from './a-queue.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

await itKeepsTheContract('sqs', {
  redrive: {
    given: { ...given, perSecond: 10 },
    world: queues,
    refuses: [
      [{ to: 'orders' }, 'deadLetters'],
      [{ ...given, to: '*' }, 'to'],
      [{ ...given, perSecond: 0 }, 'perSecond'],
      [{ ...given, perSecond: 501 }, 'perSecond'],
    ],
    senseless: {
      'the queue has another dead-letter queue, or none': {
        world: queuesWhere(({ sqs }) => (sqs.policy = undefined)),
        says: 'orders-dead is not the dead-letter queue of orders, so nothing was moved',
      },
      'other queues have the same dead-letter queue': {
        world: queuesWhere(({ sqs }) => (sqs.sources = ['orders', 'refunds'])),
        says: 'orders-dead holds the messages of refunds too, so nothing was moved to orders',
      },
      'the dead-letter queue is empty': {
        world: queuesWhere(({ sqs }) => (sqs.messages = 0)),
        says: 'orders-dead is empty',
      },
      'messages are being moved out of the dead-letter queue already': {
        world: queuesWhere(({ tasks }) => tasks.push(aTask({ Status: 'RUNNING', StartedTimestamp: 1500 }))),
        says: 'messages are being moved out of orders-dead already',
      },
    },
  },
})

describe('redrive', () => {
  const action = redrive.on(given)

  it('says about how many messages it moves, and how fast', async () => {
    const { session, sqs } = queues()
    expect(action.title()).toBe('move the messages from orders-dead back to orders')
    expect(action.title(await action.look(session))).toBe('move about 40 messages from orders-dead back to orders')
    sqs.messages = 1
    const slowly = redrive.on({ ...given, perSecond: 10 })
    expect(slowly.title(await slowly.look(session))).toBe(
      'move about 1 message from orders-dead back to orders, at most 10 per second',
    )
  })

  it('moves them from the one to the other, and nowhere else', async () => {
    const { session, started } = queues()
    expect(await action.act(session, await action.look(session), 'mark')).toBe(
      'about 40 messages go from orders-dead back to orders',
    )
    expect(started).toEqual([{ SourceArn: arnOf('orders-dead'), DestinationArn: arnOf('orders') }])
  })

  it('leaves alone a queue whose dead letters go elsewhere', async () => {
    const { session, sqs } = queues()
    sqs.policy = { deadLetterTargetArn: arnOf('orders-dead-2'), maxReceiveCount: 5 }
    await expect(action.look(session)).rejects.toThrow('orders-dead is not the dead-letter queue of orders')
  })

  it('knows the queue by another endpoint’s address too', async () => {
    const { session, answers } = queues()
    answers.ListDeadLetterSourceQueues = () => ({ queueUrls: ['https://eu-central-1.queue/1/orders'] })
    expect(await action.look(session)).toEqual({ messages: 40, lastTask: 1000 })
  })

  it.each(['COMPLETED', 'CANCELLED', 'FAILED'])('is not kept by an earlier task that ended as %s', async (Status) => {
    const { session, tasks } = queues()
    tasks.push(aTask({ Status, StartedTimestamp: 1500 }))
    expect(await action.look(session)).toEqual({ messages: 40, lastTask: 1500 })
  })

  it('names a few of many other queues', async () => {
    const { session, sqs } = queues()
    sqs.sources = ['orders', 'a', 'b', 'c', 'd', 'e', 'f', 'g']
    await expect(action.look(session)).rejects.toThrow('orders-dead holds the messages of a, b, c, d, e and 2 more too')
  })

  it.each<[string, (sqs: ReturnType<typeof queues>['sqs']) => void, string]>([
    ['another queue sends its dead letters there', (sqs) => sqs.sources.push('refunds'), 'of refunds too'],
    ['the queue has another dead-letter queue', (sqs) => (sqs.policy = undefined), 'is not the dead-letter queue of'],
    ['somebody has emptied it', (sqs) => (sqs.messages = 0), 'orders-dead is empty by now, so nothing was moved'],
  ])('moves nothing when, since it looked, %s', async (_, change, words) => {
    const { session, sqs, started } = queues()
    const plan = await action.look(session)
    change(sqs)
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(words)
    expect(started).toEqual([])
  })

  it('begins none beside what somebody moves back by the console, which names no destination', async () => {
    const { session, tasks, started } = queues()
    const plan = await action.look(session)
    const { DestinationArn: _, ...back } = aTask({ Status: 'COMPLETED', StartedTimestamp: 1500 })
    tasks.push({ ...back, ApproximateNumberOfMessagesMoved: 40 })
    expect(await action.act(session, plan, 'mark')).toBe(
      'about 40 messages went from orders-dead back to orders so far',
    )
    expect(started).toEqual([])
  })

  it('knows its own task, begun before a fault', async () => {
    const { session, started, tasks } = queues()
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    const [, ours] = tasks
    for (const Status of ['RUNNING', 'COMPLETED']) {
      Object.assign(ours!, { Status })
      expect(await action.act(session, plan, 'mark')).toBe(
        'about 11 messages went from orders-dead back to orders so far',
      )
    }
    expect(started).toHaveLength(1)
  })

  it('knows its own task when the SDK has tried twice', async () => {
    const { session, started, answers } = queues()
    const plan = await action.look(session)
    const start = answers.StartMessageMoveTask
    answers.StartMessageMoveTask = (request) => (start(request), start(request))
    expect(await action.act(session, plan, 'mark')).toBe(
      'about 11 messages went from orders-dead back to orders so far',
    )
    expect(started).toHaveLength(1)
  })

  it.each([
    [
      { Status: 'FAILED', FailureReason: 'access denied' },
      'moving messages from orders-dead back to orders failed after about 11: access denied',
    ],
    [{ Status: 'CANCELLING' }, 'somebody cancelled moving messages from orders-dead back to orders, after about 11'],
    [{ Status: 'CANCELLED' }, 'somebody cancelled moving messages from orders-dead back to orders, after about 11'],
  ])('does not begin again what ended as %j', async (ended, words) => {
    const { session, started, tasks } = queues()
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    Object.assign(tasks[1]!, ended)
    await expect(action.act(session, plan, 'mark')).rejects.toMatchObject({
      name: 'CannotAct',
      message: words,
    })
    expect(started).toHaveLength(1)
  })

  it('says so when somebody is moving them elsewhere meanwhile', async () => {
    const { session, tasks } = queues()
    const plan = await action.look(session)
    tasks.push(aTask({ Status: 'RUNNING', StartedTimestamp: 1500, DestinationArn: arnOf('other') }))
    await expect(action.act(session, plan, 'mark')).rejects.toThrow(
      'sqs:StartMessageMoveTask was refused (InvalidParameterValue): There is already a task running.',
    )
  })
})

it('names the calls that it makes, on the two queues', () => {
  const grants = redrive
    .on(given)
    .calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`)))
  expect(grants).toEqual([
    'sqs:GetQueueUrl sqs:::orders-dead',
    'sqs:GetQueueUrl sqs:::orders',
    'sqs:GetQueueAttributes sqs:::orders-dead',
    'sqs:GetQueueAttributes sqs:::orders',
    'sqs:ListDeadLetterSourceQueues sqs:::orders-dead',
    'sqs:ListMessageMoveTasks sqs:::orders-dead',
    'sqs:StartMessageMoveTask sqs:::orders-dead',
    'sqs:ReceiveMessage sqs:::orders-dead',
    'sqs:DeleteMessage sqs:::orders-dead',
    'sqs:SendMessage sqs:::orders',
  ])
})
