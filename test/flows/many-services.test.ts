import { actions, fromDimension } from '../../functions/config/actions.ts'
import config from '../fixtures/andon.config.ts'
import { type Andon, startAndon } from './andon.ts'
import { forgetHands } from './forget-hands.ts'
import { deploymentOf } from './next-deployment.ts'

const { ecs, sqs } = actions

/** One line whose alarms are about several services, and one playbook for all of them. */
const shop = {
  ...config,
  lines: {
    ...config.lines,
    checkout: {
      ...config.lines.checkout,
      playbooks: [
        { when: { alarmName: [{ suffix: '-dlq' }] }, run: 'dlq' },
        { when: { alarmName: [{ suffix: '-5xx' }] }, run: 'restart-service' },
      ],
    },
  },
  playbooks: {
    dlq: {
      title: 'Bring orders back',
      trust: 'auto' as const,
      countermeasures: [
        { do: sqs.redrive({ deadLetters: 'orders-dead', to: 'orders' }) },
        { do: ecs.redeploy({ cluster: 'shop', service: 'checkout' }) },
      ],
    },
    'restart-service': {
      title: 'Restart the service',
      trust: 'auto' as const,
      countermeasures: [
        {
          do: ecs.redeploy({
            cluster: 'shop',
            service: fromDimension('ServiceName', { within: ['checkout', 'sea*'] }),
          }),
        },
      ],
    },
  },
}

const by = 'redeploy' as const
const heals = ['dlq', '5xx', 'search-5xx'].map((alarm) => {
  const service = alarm === 'search-5xx' ? 'search' : 'checkout'
  return { alarm: `checkout-${alarm}`, service, by, afterSeconds: 4 }
})

/** One for both stories. */
let andon: Andon
beforeAll(async () => {
  const { cdkOut } = await deploymentOf(shop)
  andon = await startAndon({ cdkOut, heals })
})
afterAll(() => andon.stop())

const incidentOf = async (alarm: string) => (await andon.incidents()).find(({ title }) => title === alarm)
const timelineOf = async (alarm: string) => (await incidentOf(alarm))?.timeline.map(({ text }) => text)
/** Until no machine is at work any more: little by little, for a try that failed waits too, and no wait for proof may end. */
async function outlasted() {
  for (let nth = 0; nth < 20; nth++) {
    await andon.settled()
    if ((await andon.incidents()).every(({ state }) => state !== 'working')) break
    andon.clock.skip({ minutes: 1 / 6 })
  }
  await andon.settled()
  expect(andon.cloud.roleCheck.denied()).toEqual([])
  expect(andon.deadLetters()).toEqual([])
}

it('says how a laptop can play what it does not, and tries the next countermeasure', async () => {
  andon.alarm('checkout-dlq', 'ALARM')
  await outlasted()
  expect(await timelineOf('checkout-dlq')).toEqual([
    'Bring orders back is started',
    'move the messages from orders-dead back to orders',
    'failed: sqs:GetQueueUrl was refused (UnknownOperationException): sqs:GetQueueUrl: things of the service sqs ' +
      'outside of the template are not imitated here. Name an endpoint that plays them, such as a moto server, in ANDON_ELSEWHERE.',
    'redeploy service checkout in cluster shop',
    expect.stringMatching(/^a new deployment of checkout was started/),
    'the alarm cleared after: redeploy service checkout in cluster shop',
  ])
  expect(andon.chat('checkout')).toEqual([
    'Checkout: checkout-dlq: resolved: the alarm cleared after: redeploy service checkout in cluster shop',
  ])
})

it('redeploys the service that the alarm is about, by one playbook for many, within its bounds', async () => {
  await forgetHands(andon)
  // One after the other: what goes off while a machine acts on the line may come of that, and waits.
  for (const [alarm, ServiceName] of [
    ['checkout-5xx', 'checkout'],
    ['checkout-search-5xx', 'search'],
    ['checkout-other-5xx', 'other'],
  ] as const) {
    andon.alarm(alarm, 'ALARM', { ServiceName })
    await outlasted()
  }
  for (const [alarm, service] of [
    ['checkout-5xx', 'checkout'],
    ['checkout-search-5xx', 'search'],
  ] as const) {
    expect(await timelineOf(alarm)).toEqual([
      'Restart the service is started',
      `redeploy service ${service} in cluster shop`,
      expect.stringMatching(`^a new deployment of ${service} was started`),
      `the alarm cleared after: redeploy service ${service} in cluster shop`,
    ])
  }
  expect(await timelineOf('checkout-other-5xx')).toEqual([
    'Restart the service is started',
    'ecs.redeploy',
    'failed: service is "other" by the signal\'s dimension ServiceName, but may only be checkout, sea*',
    'people are called: Restart the service tried its only countermeasure and the alarm has not cleared',
  ])
  expect(andon.chat('checkout')).toContainEqual(
    'Checkout: checkout-other-5xx: help wanted: people are called: Restart the service tried its only countermeasure and the alarm has not cleared',
  )

  // Refused before any call: not even the role was assumed.
  const other = (await incidentOf('checkout-other-5xx'))?.id
  const callers = andon.cloud.endpoint.calls().map(({ caller }) => caller)
  expect(other).toBeDefined()
  expect(callers.filter((caller) => caller.endsWith(`/${other}`))).toEqual([])
  const unused = andon.cloud.roleCheck.unusedGrants().map(({ role }) => role)
  expect(unused.filter((role) => role.startsWith('andon-playbook-restart-service-'))).toEqual([])
})
