import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, anAnswer, aPull, at, restartCheckout } from '../signals.ts'
import { aTable } from '../table-in-memory.ts'

/** A cord was pulled at nine, and what ada says of it. */
async function aCall(...signals: Parameters<typeof takeIn>[1][]) {
  const table = aTable()
  for (const signal of signals.length > 0 ? signals : [aPull()]) await takeIn(table.ports, signal)
  const incident = table.incidents()[0]!.id
  const answer = (by = 'ada', id = `${by} 1`) => takeIn(table.ports, anAnswer(incident, { by, id }))
  return { ...table, answer, incident: () => table.incidents()[0]! }
}

it('says who is on it, since when, and lets the light be steady', async () => {
  const { answer, at: time, incident, line, said } = await aCall()
  time('09:02')
  expect(await answer()).toMatchObject({ kind: 'change' })
  expect(incident()).toMatchObject({ state: 'help', acknowledgedBy: 'ada', acknowledgedAt: at('09:02'), version: 2 })
  expect(line()).toMatchObject({ open: { help: { all: 1, unacknowledged: 0 } }, v: 2 })
  expect(said()).toEqual(['cord desk-1 calls for help', 'ada answers the call'])
})

it('is nothing to us where another Andon shares the service, and else it is set aside', async () => {
  const { ports, incident } = await aCall()
  const elsewhere = anAnswer('checkout-20261121080000-1k3vbq2')
  expect(await takeIn(ports, { ...elsewhere, ifOurs: true })).toEqual({ kind: 'ignore', because: 'not-ours' })
  await expect(takeIn(ports, elsewhere)).rejects.toThrow(/there is no incident/)
  expect(await takeIn(ports, anAnswer(incident().id, { ifOurs: true }))).toMatchObject({ kind: 'change' })
})

it('changes nothing when it is delivered again, or when somebody was quicker', async () => {
  const { answer, incident, line } = await aCall()
  await answer()
  expect(await answer()).toEqual({ kind: 'ignore', because: 'repeated' })
  expect(await answer('grace')).toEqual({ kind: 'ignore', because: 'answered-already' })
  expect([incident().acknowledgedBy, incident().version, line()?.v]).toEqual(['ada', 2, 2])
})

it('ends with a more urgent call: that one wants an answer of its own', async () => {
  const { answer, incident, line, ports } = await aCall()
  await answer()
  await takeIn(ports, aPull({ click: 'LONG', at: at('09:03') }))
  expect(incident()).not.toHaveProperty('acknowledgedBy')
  expect(incident()).not.toHaveProperty('acknowledgedAt')
  expect(line()?.open.stop).toEqual({ all: 1, unacknowledged: 1 })

  // The answer from before, delivered once more.
  expect(await answer()).toEqual({ kind: 'ignore', because: 'repeated' })
  expect(line()?.open.stop.unacknowledged).toBe(1)
  expect(await answer('ada', 'ada 2')).toMatchObject({ kind: 'change' })
  expect(line()?.open.stop.unacknowledged).toBe(0)
})

it('remains said when the incident is resolved, and comes too late after that', async () => {
  const { answer, incident, ports } = await aCall()
  await answer()
  await takeIn(ports, aPull({ click: 'DOUBLE', at: at('09:03') }))
  expect(incident()).toMatchObject({ state: 'resolved', acknowledgedBy: 'ada' })
  expect(await answer('grace')).toEqual({ kind: 'ignore', because: 'resolved' })
})

it('is not wanted while a machine is working on it', async () => {
  const { answer, incident } = await aCall(anAlarm({ playbook: restartCheckout }))
  expect(await answer()).toEqual({ kind: 'ignore', because: 'nobody-called' })
  expect(incident().version).toBe(1)
})

it('cannot be used when there is no such incident', async () => {
  const { ports } = aTable()
  await expect(takeIn(ports, anAnswer('nobody'))).rejects.toMatchObject({
    name: 'Unusable',
    message: expect.stringContaining('there is no incident "nobody"'),
  })
})

it('counts though somebody else writes at the same moment', async () => {
  const { answer, incident, beforeSave, ports } = await aCall()
  beforeSave(async () => {
    beforeSave(() => {})
    await takeIn(ports, aPull({ click: 'LONG', at: at('09:01') }))
  })
  await answer()
  expect(incident()).toMatchObject({ state: 'stop', acknowledgedBy: 'ada', version: 3 })
})
