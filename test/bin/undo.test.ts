import { anAndonWith, anIncident } from './an-andon-with.ts'
import { clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'
import { at } from '../signals.ts'

const scaled = (title: string) => ({
  title,
  action: 'ecs.scale',
  input: {},
  plan: { from: 2 },
  startedAt: at('08:51'),
  outcome: 'done',
  failed: false,
})
const undo = ['undo', 'checkout-1']

it('asks the API, signed by whoever sits here, and says what came of each', async () => {
  const there = anAndonWith(anIncident('checkout-1', { tried: [scaled('scale one'), scaled('scale two')] }))
  const { code, said } = await typed(undo, there.aws)
  expect({ code, said }).toEqual({
    code: 0,
    said: [
      'checkout-1: Operators/ada asks to undo: scale two; scale one',
      'checkout-1: undone: as before',
      'checkout-1: undone: as before',
    ],
  })
  expect(there.posted).toEqual([
    {
      address: 'https://a1b2.execute-api.eu-central-1.amazonaws.com/incidents/checkout-1/undo',
      body: { id: 'one-of-a-kind' },
    },
  ])
})

it('fails when not all could be undone, and says why', async () => {
  const there = anAndonWith(anIncident('checkout-1', { tried: [scaled('scale one')] }))
  there.undoes['scale one'] = { outcome: 'somebody has 9 now', failed: true }
  const { code, said, remarked } = await typed(undo, there.aws)
  expect([code, said.at(-1)]).toEqual([1, 'checkout-1: not undone (scale one): somebody has 9 now'])
  expect(remarked).toContain('Not all of checkout-1 could be undone')
})

it('prints the incident with its timeline for programs', async () => {
  const there = anAndonWith(anIncident('checkout-1', { tried: [scaled('scale one')] }))
  const { said } = await typed([...undo, '--json'], there.aws)
  expect(JSON.parse(said.join('\n'))).toMatchObject({ incident: { tried: [{ undone: 'as before' }] } })
})

it.each([
  ['nothing was done', {}, 'There is nothing to undo of checkout-1'],
  ['a machine is at it', { state: 'working', tried: [scaled('scale one')] } as const, 'A machine is at checkout-1 now'],
])('sends nothing when %s', async (_, but, remark) => {
  const there = anAndonWith(anIncident('checkout-1', but))
  const { code, remarked } = await typed(undo, there.aws)
  expect([code, there.posted]).toEqual([1, []])
  expect(remarked).toContain(remark)
})

it('wants an incident that exists', async () => {
  expect((await typed(undo, anAndonWith().aws)).remarked).toContain('There is no incident checkout-1')
})

it('does not say "undone" when nobody has done it', async () => {
  const there = anAndonWith(anIncident('checkout-1', { tried: [scaled('scale one')] }))
  const { code, said, remarked } = await typed(undo, clientsFor(there.deafHandlers))
  expect({ code, said }).toEqual({ code: 1, said: [] })
  expect(remarked).toContain('checkout-1 is not undone yet')
})
