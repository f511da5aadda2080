import { CannotAct } from '../../../functions/actions/failure.ts'
import { explainNow } from '../../../functions/usecases/explain/explain-now.ts'
import config from '../../fixtures/andon.config.ts'
import { at } from '../../signals.ts'
import { aTable } from '../../table-in-memory.ts'
import { aKnown, anAlarmEvent, onlyMeaning } from './a-known.ts'
import { happens, known, portsOf, seen } from './a-table-explained.ts'

it('takes an alarm of no line to what is open for it', async () => {
  const table = aTable()
  await happens(table, anAlarmEvent())
  const { checkout, ...lines } = config.lines
  const edited = await aKnown({
    ...config,
    lines: { ...lines, checkout: { ...checkout, alarms: { alarmName: ['other'] } } },
  })
  const clears = anAlarmEvent({ state: 'OK', time: at('09:05') })
  table.at('09:05')
  expect(onlyMeaning(await explainNow(edited, clears, portsOf(table))).change).toMatchObject({ kind: 'resolved' })
  const other = anAlarmEvent({ name: 'payments-5xx' })
  expect((await explainNow(edited, other, portsOf(table))).means).toMatchObject({
    not: expect.stringContaining('and nothing is open for it'),
  })
})

it('looks at what would be acted on, and says it exactly', async () => {
  const explained = await explainNow(known, anAlarmEvent({ name: 'checkout-5xx' }), portsOf(aTable()))
  const { countermeasures } = onlyMeaning(explained)
  expect(explained.asked).toBe('table')
  expect(countermeasures).toMatchObject([
    { ready: { looked: { seen }, together: { kind: 'act' } } },
    { title: 'roll back service checkout in cluster shop from checkout:7 to checkout:6' },
  ])
})

it('says what a person would be asked', async () => {
  const { checkout, ...lines } = config.lines
  const asking = await aKnown({
    ...config,
    lines: { ...lines, checkout: { ...checkout, may: { approve: ['iam:arn:aws:iam::*:role/Operators'] } } },
    playbooks: { 'restart-checkout': { ...config.playbooks['restart-checkout'], trust: 'approve' } },
  })
  const explained = await explainNow(asking, anAlarmEvent({ name: 'checkout-5xx' }), portsOf(aTable()))
  const question = 'may it redeploy service checkout in cluster shop?'
  const asks = { kind: 'hold', because: question, until: { kind: 'decision', within: 900 } }
  expect(onlyMeaning(explained).countermeasures).toMatchObject([{ ready: { together: asks } }, {}])
})

it('says why it would not act, or could not look', async () => {
  const looks = [new CannotAct('a deployment is under way'), new Error('no network')]
  const look = async () => {
    throw looks.shift() ?? new Error('asked too often')
  }
  const explained = await explainNow(known, anAlarmEvent({ name: 'checkout-5xx' }), portsOf(aTable(), { look }))
  expect(onlyMeaning(explained).countermeasures).toMatchObject([
    { ready: { looked: { not: 'it would not act: a deployment is under way' } } },
    { ready: { looked: { not: 'could not look: no network' } } },
  ])
})

it('says what a channel was told already', async () => {
  const table = aTable()
  await happens(table, anAlarmEvent())
  table.at('09:05')
  const told = { kind: 'posted', ref: '1.2', version: 1 } as const
  const ports = portsOf(table, { notices: { find: async (_, channel) => (channel === 'checkout' ? told : undefined) } })
  const explained = await explainNow(known, anAlarmEvent({ state: 'OK', time: at('09:05') }), ports)
  expect(onlyMeaning(explained).messages).toMatchObject([
    { channel: 'checkout', tells: { how: 'brings its message up to date' } },
    { channel: 'sns:checkout', tells: { not: expect.any(String) } },
  ])
})

it('asks nothing of anybody where no rule brings the event', async () => {
  const nobody = new Proxy(portsOf(aTable()), {
    get(ports, name, receiver) {
      if (name !== 'clock') throw new Error(`${String(name)} was asked`)
      return Reflect.get(ports, name, receiver)
    },
  })
  expect((await explainNow(known, { source: 'somebody', 'detail-type': 'Something' }, nobody)).asked).toBe('config')
})
