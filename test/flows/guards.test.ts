import { TagResourceCommand, ECSClient, UntagResourceCommand } from '@aws-sdk/client-ecs'
import { serviceArn } from '@andon/local-cloud/services/ecs/described.ts'
import { actions } from '../../functions/config/actions.ts'
import type { LineConfig, PlaybookConfig } from '../../functions/config/define-andon.ts'
import { originInWords } from '../../functions/domain/origin.ts'
import config from '../fixtures/andon.config.ts'
import { type Andon, startAndon } from './andon.ts'
import { forgetHands } from './forget-hands.ts'
import { deploymentOf } from './next-deployment.ts'
import { home } from '../signals.ts'

const { ecs } = actions
const checkout = { cluster: 'shop', service: 'checkout' }
const heals = [{ alarm: 'checkout-5xx', service: 'checkout', by: 'redeploy' as const, afterSeconds: 4 }]
const redeploy = 'redeploy service checkout in cluster shop'

let andon: Andon
afterEach(() => andon.stop())

/** The usual config, but for this of the line and its playbook; an alarm goes off there. */
async function startWith(line: Partial<LineConfig> = {}, playbook: Partial<PlaybookConfig> = {}, healed = heals) {
  const { cdkOut } = await deploymentOf({
    ...config,
    lines: { ...config.lines, checkout: { ...config.lines.checkout, ...line } },
    playbooks: { 'restart-checkout': { ...config.playbooks['restart-checkout'], ...playbook } },
  })
  andon = await startAndon({ cdkOut, heals: healed })
}
const incidentOf = async (alarm: string) => (await andon.incidents()).find(({ title }) => title === alarm)!
const texts = async (alarm = 'checkout-5xx') => (await incidentOf(alarm)).timeline.map(({ text }) => text)
const asOwner = () => {
  const credentials = { accessKeyId: 'owner', secretAccessKey: 'any' }
  return new ECSClient({ endpoint: andon.cloud.endpoint.url, region: 'eu-central-1', credentials })
}
const resourceArn = serviceArn(checkout.cluster, checkout.service)
const goesOff = async (alarm = 'checkout-5xx') => {
  andon.alarm(alarm, 'ALARM')
  await andon.settled()
}

it('changes nothing that is tagged andon:protected, and goes on once it no longer is', async () => {
  await startWith()
  const ecsOfOwner = asOwner()
  const tags = [{ key: 'andon:protected', value: 'year-end' }]
  await ecsOfOwner.send(new TagResourceCommand({ resourceArn, tags }))
  await goesOff()
  expect((await texts()).at(-1)).toBe(`people are called: ${resourceArn} is tagged andon:protected`)
  expect(await incidentOf('checkout-5xx')).toMatchObject({ state: 'help' })
  andon.alarm('checkout-5xx', 'OK')
  await andon.settled()

  await ecsOfOwner.send(new UntagResourceCommand({ resourceArn, tagKeys: ['andon:protected'] }))
  andon.clock.skip({ minutes: 6 })
  await goesOff()
  expect((await andon.incidents()).find(({ state }) => state !== 'resolved')).toMatchObject({ state: 'working' })
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})

// The functions' own clocks cannot be moved: how it goes on after the window is told in test/usecases/guarded-run.test.ts.
it('waits in the maintenance window of its line', async () => {
  await startWith()
  const now = new Date(andon.clock.now())
  const hour = (plus: number) => `${String((now.getUTCHours() + plus) % 24).padStart(2, '0')}:00`
  await andon.stop()
  await startWith({ maintenance: [{ zone: 'UTC', from: hour(0), to: hour(2) }] })
  await goesOff()
  expect((await texts()).at(-1)).toMatch(/^held: it is the maintenance window of the line; it looks again at /)
  expect(await incidentOf('checkout-5xx')).toMatchObject({ state: 'help', tried: [] })
})

it('acts on few of a group within an hour', async () => {
  const countermeasures = [{ do: ecs.stopTask({ ...checkout, oldest: 1 }), wait: { minutes: 5 } }]
  await startWith({}, { countermeasures, cooldown: { seconds: 1 } })
  await goesOff()
  expect(await texts()).toContain('stop 1 of the 2 tasks of service checkout in cluster shop, the oldest')
  andon.alarm('checkout-5xx', 'OK')
  await andon.settled()
  andon.clock.skip({ minutes: 10 })
  await goesOff()
  const open = (await andon.incidents()).find(({ state }) => state !== 'resolved')
  expect(open?.timeline.at(-1)?.text).toBe(
    'people are called: machines would have acted on 2 of 2 of ecs service/shop/checkout within 1 hour, and may on 1',
  )
  andon.alarm('checkout-5xx', 'OK')
  await andon.settled()
  // As an hour later.
  await forgetHands(andon)
  await goesOff()
  expect((await andon.incidents()).find(({ state }) => state !== 'resolved')).toMatchObject({ state: 'working' })
})

it('leaves a line in flood to people', async () => {
  await startWith()
  for (let nth = 0; nth < 11; nth += 1) andon.alarm(`checkout-${nth}`, 'ALARM')
  await andon.settled()
  await goesOff()
  expect((await texts()).at(-1)).toBe(
    'people are called: the line is in flood, and no single alarm tells what is wrong',
  )
})

it('acts on the word of no account that its line does not name', async () => {
  await startWith({ accounts: ['222222222222'] })
  await goesOff()
  expect((await texts()).at(-1)).toBe(
    `people are called: it is of ${originInWords(home)}, which the line does not name`,
  )
})

it('waits with what began while another machine was at work, until that is proved', async () => {
  const both = { alarmName: ['checkout-5xx', 'checkout-latency'] }
  await startWith({ playbooks: [{ when: both, run: 'restart-checkout' }] }, { cooldown: { seconds: 1 } }, [])
  await goesOff()
  expect(await texts()).toContain(redeploy)
  await goesOff('checkout-latency')
  expect((await texts('checkout-latency')).at(-1)).toMatch(
    /^held: .*it began while restart-checkout acted on ecs service\/shop\/checkout, and may come of that; it looks again at /,
  )
  andon.alarm('checkout-5xx', 'OK')
  await andon.settled()
  andon.clock.skip({ minutes: 5 })
  await andon.settled()
  expect((await texts('checkout-latency')).at(-1)).toMatch(
    /^people are called: restart-checkout acted on ecs service\/shop\/checkout as it began/,
  )
})
