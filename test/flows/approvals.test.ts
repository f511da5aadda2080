import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { SpareEnvironments } from '@andon/local-cloud/services/lambda/spare-environments.ts'
import { machinesParameter } from '../../functions/machines-parameter.ts'
import { type Andon, startAndon } from './andon.ts'
import { both, deployedAs, grace, heals, owner, redeploy, trusting } from './a-trusting-andon.ts'

let andon: Andon
afterEach(() => andon.stop())

async function asked(...[trust, ...rest]: Parameters<typeof trusting>) {
  andon = await startAndon({ cdkOut: await deployedAs(trusting(trust, ...rest)), heals })
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
}
const incident = async () => (await andon.incidents()).find(({ title }) => title === 'checkout-5xx')!
const texts = async () => (await incident()).timeline.map(({ text }) => text)
const plan = async () => ({ plan: (await incident()).asked?.plan ?? '' })

it('counts an approval once, however often it comes', async () => {
  await asked('approve')
  const { id } = await incident()
  const body = { ...(await plan()), id: 'one-click' }
  const all = await Promise.all([1, 2, 3].map(() => andon.act(`${id}/approve`, body)))
  expect(all).toEqual([202, 202, 202])
  await andon.settled()
  expect(await andon.act(`${id}/approve`, { plan: body.plan })).toBe(202)
  await andon.settled()
  expect((await texts()).filter((text) => text.includes('approves'))).toEqual([`owner approves: ${redeploy}`])
  expect((await incident()).tried).toHaveLength(1)
  expect(andon.deadLetters()).toEqual([])
})

it('takes no approval that comes too late: people are called, and nothing is done', async () => {
  await asked('approve')
  const late = await plan()
  andon.clock.skip({ minutes: 15 })
  await andon.settled()
  const before = await texts()
  expect(await andon.act(`${(await incident()).id}/approve`, late)).toBe(202)
  await andon.settled()
  expect(await incident()).toMatchObject({ state: 'help', tried: [] })
  expect(await texts()).toEqual(before)
})

it('takes none after the alarm has cleared', async () => {
  await asked('approve')
  const late = await plan()
  andon.alarm('checkout-5xx', 'OK')
  await andon.settled()
  for (const act of ['approve', 'refuse', 'run'])
    expect(await andon.act(`${(await incident()).id}/${act}`, late)).toBe(202)
  await andon.settled()
  expect(await incident()).toMatchObject({ state: 'resolved', resolvedBy: 'the alarm', tried: [] })
  expect(andon.shown('desk-1').at(-1)).toBe('calm')
})

it('takes none by whoever may on another line only, also where its id is made to look like that line’s', async () => {
  await asked('approve', { approve: [`iam:${grace}`] }, { maySearch: { approve: [owner] } })
  const { id } = await incident()
  const body = await plan()
  const refused = await andon.ask(`incidents/${id}/approve`, body)
  expect(refused).toMatchObject({
    status: 403,
    message: expect.stringContaining('user/owner may not approve on checkout'),
  })
  expect(await andon.act(`${id.replace('checkout', 'search')}/approve`, body)).toBe(202)
  await andon.settled()
  expect(await incident()).toMatchObject({ state: 'approval', tried: [] })
  expect(andon.deadLetters().map(({ reason }) => reason)).toEqual([
    expect.stringContaining('there is no incident "search-'),
  ])
})

it('wants a second person where two are wanted, for what the one who started it has not seen yet', async () => {
  const may = { approve: both, run: both }
  andon = await startAndon({
    cdkOut: await deployedAs(trusting('suggest', may, { approval: { twoPeople: true } })),
    heals: [{ ...heals[0]!, by: 'rollback' as const }],
  })
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
  const { id, suggestion } = await incident()
  expect(await andon.act(`${id}/run`, { plan: suggestion?.plan })).toBe(202)
  await andon.settled()
  andon.clock.skip({ minutes: 5 })
  await andon.settled()
  expect(await incident()).toMatchObject({ state: 'approval', runBy: 'owner', asked: { nth: 1, twoPeople: true } })

  expect(await andon.act(`${id}/approve`, await plan())).toBe(202)
  await andon.settled()
  expect((await incident()).state).toBe('approval')
  expect(await andon.ask(`incidents/${id}/approve`, await plan(), grace)).toMatchObject({ status: 202 })
  await andon.settled()
  andon.clock.skip({ minutes: 1 })
  await andon.settled()
  expect((await texts()).filter((text) => /starts:|approves:/.test(text))).toEqual([
    `owner starts: ${redeploy}`,
    expect.stringMatching(/^grace approves: roll back service checkout/),
  ])
  expect((await incident()).state).toBe('resolved')
  expect(andon.cloud.roleCheck.denied()).toEqual([])
})

it.each([
  ['checkout', 'help'],
  ['search', 'working'],
])('stops the machines of one line alone: those of %s', async (line, state) => {
  // Processes of its own: another story's still believe for half a minute what they have read of the switch.
  const spares = new SpareEnvironments()
  andon = await startAndon({ cdkOut: await deployedAs(trusting('auto')), heals: [], spares })
  const credentials = { accessKeyId: 'owner', secretAccessKey: 'any' }
  const ssm = new SSMClient({ endpoint: andon.cloud.endpoint.url, region: 'eu-central-1', credentials })
  const Value = 'by ada: the database is being moved'
  await ssm.send(new PutParameterCommand({ Name: machinesParameter(line), Value, Type: 'String', Overwrite: true }))
  andon.alarm('checkout-5xx', 'ALARM')
  await andon.settled()
  expect((await incident()).state).toBe(state)
  const said = `people are called: the machines are stopped: ${Value}`
  expect((await texts()).includes(said)).toBe(line === 'checkout')
  await spares.end()
})
