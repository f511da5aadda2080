import { CodePipelineClient, GetPipelineStateCommand } from '@aws-sdk/client-codepipeline'
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs'
import { scenarios as autoscaling } from '../actions/strangers/autoscaling.ts'
import { scenarios as lambda } from '../actions/strangers/lambda.ts'
import { scenarios as sqs } from '../actions/strangers/sqs.ts'
import { withMoto } from '../../packages/local-cloud/test/peers.ts'
import { type Andon, startAndon } from './andon.ts'
import { forgetHands } from './forget-hands.ts'
import { type MotoWithMore, startMotoWithMore } from './moto-with-more.ts'
import { deploymentOf } from './next-deployment.ts'
import { ownAccount } from './own-account.ts'
import { processesOf } from './processes-of.ts'

const onLinux = process.platform === 'linux' ? describe : describe.skip

withMoto('what a playbook does beyond the laptop', () => {
  let moto: MotoWithMore
  /** One for all stories, each of which has its own alarm and playbook. */
  let andon: Andon
  beforeAll(async () => {
    const [started, { cdkOut }] = await Promise.all([startMotoWithMore(), deploymentOf(ownAccount)])
    moto = started
    const heals = [{ alarm: 'checkout-orders', service: 'checkout', by: 'redeploy' as const, afterSeconds: 4 }]
    andon = await startAndon({ cdkOut, elsewhere: moto.url, heals })
  })
  beforeEach(async () => {
    await moto.reset()
    await forgetHands(andon)
  })
  afterAll(async () => {
    await andon.stop()
    await moto.end()
  })

  const turns = async (...to: Parameters<Andon['alarm']>) => {
    andon.alarm(...to)
    await andon.settled()
  }
  const minutesPass = async (minutes: number) => {
    andon.clock.skip({ minutes })
    await andon.settled()
  }
  const incidentOf = async (alarm: string) => (await andon.incidents()).find(({ title }) => title === alarm)
  const timelineOf = async (alarm: string) => (await incidentOf(alarm))?.timeline.map(({ text }) => text)
  const chatOn = (line: string) => andon.chat(line).at(-1)
  /** Actions that the playbook's role grants, and none of its calls has used; nor did any call lack one. */
  function unusedBy(playbook: string) {
    const { roleCheck } = andon.cloud
    expect(roleCheck.denied()).toEqual([])
    expect(andon.deadLetters()).toEqual([])
    const isIts = ({ role }: { role: string }) => role.startsWith(`andon-playbook-${playbook}-`)
    const used = new Set(roleCheck.used().flatMap((use) => (isIts(use) ? [use.action] : [])))
    if (used.size === 0) throw new Error(`the role of ${playbook} was not used at all`)
    const granted = new Set(roleCheck.unusedGrants().flatMap((use) => (isIts(use) ? [use.action] : [])))
    return [...granted].filter((action) => !used.has(action)).sort()
  }

  it('rolls an alias back, and then brings back the messages that its function could not take', async () => {
    await lambda['rollBackAlias']!.prepare(moto.owner)
    await sqs['redrive']!.prepare(moto.owner)
    await turns('checkout-dlq', 'ALARM')
    await minutesPass(5)
    await turns('checkout-dlq', 'OK')

    expect(await timelineOf('checkout-dlq')).toEqual([
      'Bring orders back is started',
      'roll back alias live of function checkout from version 2 to 1',
      'alias live of function checkout went back from version 2 to 1',
      'move about 1 message from orders-dead back to orders',
      'about 1 message go from orders-dead back to orders',
      'the alarm cleared after: move about 1 message from orders-dead back to orders',
    ])
    expect(chatOn('checkout')).toBe(
      'Checkout: checkout-dlq: resolved: the alarm cleared after: move about 1 message from orders-dead back to orders',
    )
    await lambda['rollBackAlias']!.acted(moto.owner, {})
    expect([await messagesIn('orders'), await messagesIn('orders-dead')]).toEqual(['1', '0'])
    // SQS itself asks for these, of whoever has it move messages.
    expect(unusedBy('dlq')).toEqual(['sqs:DeleteMessage', 'sqs:ReceiveMessage', 'sqs:SendMessage'])
  })

  async function messagesIn(QueueName: string) {
    const client = moto.owner.client(SQSClient)
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }))
    const AttributeNames = ['ApproximateNumberOfMessages' as const]
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))
    return Attributes?.['ApproximateNumberOfMessages']
  }

  it.each([
    [
      'resolved',
      'search',
      'Search',
      'resolved: resolved: the alarm has no data since TIME, which ends it on this line',
    ],
    [
      'help',
      'platform',
      'Platform',
      'help wanted: people are called: it cannot be proved that sick helped, no data since TIME',
    ],
  ])('replaces an instance, with which its alarm loses its data: %s on line %s', async (state, line, title, said) => {
    const instance = String((await autoscaling['replaceInstance']!.prepare(moto.owner))['instance'])
    await turns(`${line}-sick`, 'ALARM', { InstanceId: instance })
    await turns(`${line}-sick`, 'INSUFFICIENT_DATA')

    expect(await incidentOf(`${line}-sick`)).toMatchObject({ state })
    expect((await timelineOf(`${line}-sick`))?.slice(0, 3)).toEqual([
      'Replace the instance is started',
      `terminate instance ${instance}, one of 2 of Auto Scaling group web, and have it replaced`,
      `${instance} is being terminated, and web starts another in its place`,
    ])
    expect(chatOn(line)?.replace(/since [-\d: ]+ UTC/, 'since TIME')).toBe(`${title}: ${line}-sick: ${said}`)
    await autoscaling['replaceInstance']!.acted(moto.owner, { instance })
    expect(unusedBy('sick')).toEqual([])
  })

  it.each([
    ['once its alarm has stayed clear', 'failing', () => minutesPass(5), []],
    [
      'when somebody asks',
      'worse',
      async (id: string | undefined) => {
        expect(await andon.undo(id)).toBe(202)
        await andon.settled()
      },
      ['owner asks to undo: stop the line: let nothing more into stage Production of pipeline shop'],
    ],
  ])("stops a pipeline's stage, and starts it again %s", async (_, playbook, undo, asked) => {
    const alarm = `checkout-${playbook}`
    await turns(alarm, 'ALARM')
    const incident = (await incidentOf(alarm))?.id
    expect(await wayIn()).toMatchObject({ enabled: false, disabledReason: expect.stringContaining(`${incident}`) })
    await turns(alarm, 'OK')
    expect(await wayIn()).toMatchObject({ enabled: false })
    await undo(incident)

    expect((await timelineOf(alarm))?.slice(1)).toEqual([
      'stop the line: let nothing more into stage Production of pipeline shop',
      'nothing more enters stage Production of pipeline shop',
      'the alarm cleared after: stop the line: let nothing more into stage Production of pipeline shop',
      ...asked,
      'undone: the way into stage Production of pipeline shop is open again',
    ])
    expect(await wayIn()).toMatchObject({ enabled: true })
    expect(unusedBy(playbook)).toEqual([])
  })

  async function wayIn() {
    const asked = new GetPipelineStateCommand({ name: 'shop' })
    const { stageStates } = await moto.owner.client(CodePipelineClient).send(asked)
    return stageStates?.find(({ stageName }) => stageName === 'Production')?.inboundTransitionState
  }

  onLinux('a run that is killed', () => {
    it('has invoked a function once, though it heard no answer', async () => {
      await lambda['invoke']!.prepare(moto.owner)
      const invocation = 'POST /2015-03-31/functions/checkout/invocations?Qualifier=live'
      const killed = moto.onAnswered(invocation, () => {
        for (const pid of processesOf('andon-run-playbook')) process.kill(pid, 'SIGKILL')
      })
      andon.alarm('checkout-orders', 'ALARM')
      await killed
      await andon.outlasted()
      await minutesPass(1)

      expect(moto.asked().filter((what) => what === invocation)).toHaveLength(1)
      expect(await timelineOf('checkout-orders')).toEqual([
        'Repair orders is started',
        'invoke function checkout:live (version 2) with {"repair":["orders"]}',
        'failed: it broke off while it was being done, so it may have been done; it is not done again',
        'redeploy service checkout in cluster shop',
        expect.stringContaining('a new deployment of checkout was started'),
        'the alarm cleared after: redeploy service checkout in cluster shop',
      ])
      expect(chatOn('checkout')).toContain('resolved: the alarm cleared after: redeploy service checkout')
      expect(unusedBy('orders')).toEqual([])
    })
  })
})
