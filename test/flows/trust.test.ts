import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { machinesParameter } from '../../functions/machines-parameter.ts'
import type { Trust } from '../../functions/domain/trust.ts'
import config from '../fixtures/andon.config.ts'
import { type Andon, startAndon } from './andon.ts'
import { deploymentOf } from './next-deployment.ts'

const owner = 'iam:arn:aws:iam::*:user/owner'
const trusting = (trust: Trust, may: object = { approve: [owner], run: [owner] }) => ({
  ...config,
  lines: { ...config.lines, checkout: { ...config.lines.checkout, may } },
  playbooks: { 'restart-checkout': { ...config.playbooks['restart-checkout'], trust } },
})
const heals = [{ alarm: 'checkout-5xx', service: 'checkout', by: 'redeploy' as const, afterSeconds: 4 }]
const redeploy = 'redeploy service checkout in cluster shop'

let andon: Andon
afterEach(() => andon.stop())

async function startAt(trust: Trust, may?: object) {
  const { cdkOut } = await deploymentOf(trusting(trust, may))
  andon = await startAndon({ cdkOut, heals })
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
}
const incident = async () => (await andon.incidents())[0]!
const texts = async () => (await incident()).timeline.map(({ text }) => text)
/** Asks the API, as the owner of the laptop's cloud; gives the status. */
const decide = async (what: 'approve' | 'refuse' | 'run', plan?: string) => {
  const { id, asked, suggestion } = await incident()
  return andon.act(`${id}/${what}`, { plan: plan ?? (what === 'run' ? suggestion : asked)?.plan ?? '' })
}
async function heal() {
  await andon.settled()
  andon.clock.skip({ minutes: 1 })
  await andon.settled()
}

it('asks before it acts, lights the lamp for it, and acts once a person who may approves exactly that', async () => {
  await startAt('approve')
  expect(andon.shown('desk-1').at(-1)).toBe('approval')
  expect(await incident()).toMatchObject({ state: 'approval', asked: { nth: 0, title: redeploy } })
  expect(await decide('approve', '0000000000000000')).toBe(202)
  await andon.settled()
  expect((await incident()).state).toBe('approval')

  expect(await decide('approve')).toBe(202)
  await heal()
  expect(await texts()).toEqual([
    'Restart checkout is started, and will ask before it acts',
    `waits for a decision: may it ${redeploy}?`,
    `owner approves: ${redeploy}`,
    'goes on: a person decided',
    redeploy,
    expect.stringMatching(/^a new deployment of checkout was started/),
    `the alarm cleared after: ${redeploy}`,
  ])
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})

it('does nothing when a person refuses, or nobody answers in time: people are called', async () => {
  await startAt('approve')
  expect(await decide('refuse')).toBe(202)
  await andon.settled()
  expect(await incident()).toMatchObject({ state: 'help', tried: [] })
  expect((await texts()).at(-1)).toBe(`people are called: owner refuses: ${redeploy}`)
  expect(andon.shown('desk-1').at(-1)).toBe('help')
  expect(andon.told('checkout')).toEqual(['Help wanted: Checkout: checkout-5xx'])
})

it('refuses whoever may not, and says so', async () => {
  await startAt('approve', { approve: ['iam:arn:aws:iam::*:role/Operators'] })
  expect(await decide('approve')).toBe(403)
  await andon.settled()
  expect((await incident()).state).toBe('approval')
  andon.clock.skip({ minutes: 15 })
  await andon.settled()
  expect((await texts()).at(-1)).toBe(`people are called: may it ${redeploy}?, and nobody decided within 15 minutes`)
})

it('calls people and suggests; a person starts it', async () => {
  await startAt('suggest')
  expect(andon.shown('desk-1').at(-1)).toBe('help')
  expect((await texts()).at(-1)).toBe(`Restart checkout suggests: ${redeploy}`)
  expect(await decide('run')).toBe(202)
  await heal()
  expect((await texts()).slice(2)).toEqual([
    `owner starts: ${redeploy}`,
    redeploy,
    expect.stringMatching(/^a new deployment of checkout was started/),
    `the alarm cleared after: ${redeploy}`,
  ])
})

it('acts on nothing while somebody has stopped the machines', async () => {
  const { cdkOut } = await deploymentOf(trusting('auto'))
  andon = await startAndon({ cdkOut, heals })
  const credentials = { accessKeyId: 'owner', secretAccessKey: 'any' }
  const ssm = new SSMClient({ endpoint: andon.cloud.endpoint.url, region: 'eu-central-1', credentials })
  const Value = 'by ada: the database is being moved'
  await ssm.send(new PutParameterCommand({ Name: machinesParameter(), Value, Type: 'String', Overwrite: true }))
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
  expect((await texts()).at(-1)).toBe(`people are called: the machines are stopped: ${Value}`)
  expect(await incident()).toMatchObject({ state: 'help', tried: [] })
})
