import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { dynamoIncidents } from '../../functions/adapters/dynamo-incidents.ts'
import { dynamoRunRecords } from '../../functions/adapters/dynamo-run-records.ts'
import { playbookViews } from '../../functions/usecases/playbook-views.ts'
import { systemClock } from '../../functions/adapters/system-clock.ts'
import { instant } from '../../functions/domain/instant.ts'
import config from '../fixtures/andon.config.ts'
import { type Andon, startAndon } from './andon.ts'
import { forgetHands } from './forget-hands.ts'
import { deploymentOf } from './next-deployment.ts'

const owner = 'iam:arn:aws:iam::*:user/owner'
const redeploy = 'redeploy service checkout in cluster shop'
const playbook = {
  ...config.playbooks['restart-checkout'],
  trust: 'auto',
  countermeasures: config.playbooks['restart-checkout'].countermeasures.slice(0, 1),
} as const
const heals = [{ alarm: 'checkout-latency', service: 'checkout', by: 'redeploy' as const, afterSeconds: 4 }]

let andon: Andon
let database: DynamoDBClient
afterEach(() => andon.stop())

/** Two alarms start it: one that a redeploy heals, and one that nothing does. */
async function start(may: object = { approve: [owner] }) {
  const checkout = {
    ...config.lines.checkout,
    may,
    playbooks: [{ when: { alarmName: [{ prefix: 'checkout-' }] }, run: 'restart-checkout' as const }],
  }
  const { cdkOut } = await deploymentOf({
    ...config,
    lines: { ...config.lines, checkout },
    playbooks: { 'restart-checkout': { ...playbook, cooldown: { seconds: 1 } } },
  })
  andon = await startAndon({ cdkOut, heals })
  const credentials = { accessKeyId: 'owner', secretAccessKey: 'any' }
  database = new DynamoDBClient({ endpoint: andon.cloud.endpoint.url, region: 'eu-central-1', credentials })
}
const incident = async (title: string) => (await andon.incidents()).find((one) => one.title === title)!
const shown = async () => {
  const records = dynamoRunRecords(database, 'andon', (item) => expect(item).toBeUndefined())
  const clock = { ...systemClock, now: () => instant(andon.clock.now()) }
  const known = [{ name: 'restart-checkout', title: 'Restart checkout', trust: 'auto' as const }]
  const [view] = await playbookViews({ incidents: dynamoIncidents(database, 'andon'), records, clock }, known)
  return view!
}
async function skip(minutes: number) {
  await andon.settled()
  andon.clock.skip({ minutes })
  await andon.settled()
}

it('goes down by a failed check, asks, and goes up by a person; the record has each run once', async () => {
  await start()
  andon.alarm('checkout-latency', 'ALARM')
  await skip(1)
  expect((await incident('checkout-latency')).timeline.at(-1)?.text).toBe(`the alarm cleared after: ${redeploy}`)

  await forgetHands(andon)
  andon.alarm('checkout-5xx', 'ALARM')
  await skip(6)
  const failed = await incident('checkout-5xx')
  expect(failed).toMatchObject({ state: 'help', ended: 'gave-up', trust: 'auto' })
  expect(failed.timeline.at(-1)?.text).toMatch(/restart-checkout asks before each act from now on/)
  expect(andon.chat('checkout').join()).toMatch(/asks before each act from now on/)

  await forgetHands(andon)
  andon.alarm('checkout-orders', 'ALARM')
  await andon.settled()
  const asking = await incident('checkout-orders')
  const held = `may it ${redeploy}? (it asks since it failed at ${failed.id})`
  expect(asking).toMatchObject({ state: 'approval', trust: 'approve', held, tried: [] })
  expect(andon.shown('desk-1').at(-1)).toBe('approval')
  expect(await andon.act(`${asking.id}/refuse`, { plan: asking.asked?.plan })).toBe(202)
  await andon.settled()
  const { ladder, record } = await shown()
  expect(ladder).toMatchObject({ trust: 'auto', effective: 'approve', demotion: { incident: failed.id } })
  expect(record.map(({ outcomes }) => outcomes)).toEqual([{ proved: 1, 'gave-up': 1, refused: 1 }])

  expect(await andon.act(`${failed.id}/restore`, { playbook: 'restart-checkout', reason: 'mended' })).toBe(202)
  await andon.settled()
  expect((await incident('checkout-5xx')).timeline.at(-1)?.text).toBe(
    'owner restores the trust in restart-checkout: mended',
  )
  expect((await shown()).ladder).toMatchObject({ effective: 'auto' })
  andon.alarm('checkout-carts', 'ALARM')
  await andon.settled()
  expect(await incident('checkout-carts')).toMatchObject({
    state: 'working',
    trust: 'auto',
    tried: [{ title: redeploy }],
  })
  expect(andon.cloud.roleCheck.denied()).toEqual([])
  expect(andon.deadLetters()).toEqual([])
})

it('calls people where nobody may approve, and nobody may restore', async () => {
  await start({})
  await database.send(
    new PutItemCommand({ TableName: 'andon', Item: marshall({ pk: 'TRUST#restart-checkout', sk: 'TRUST', v: 'one' }) }),
  )
  andon.alarm('checkout-latency', 'ALARM')
  await andon.settled()
  const { id, timeline, tried } = await incident('checkout-latency')
  expect(timeline.at(-1)?.text).toBe(
    'people are called: restart-checkout must ask before it acts (it asks because its trust cannot be read), ' +
      'and nobody may approve on checkout',
  )
  expect(tried).toEqual([])
  expect(await andon.act(`${id}/restore`, { playbook: 'restart-checkout' })).toBe(403)
})
