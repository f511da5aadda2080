import { AwsError } from '@andon/local-cloud/aws-error.ts'
import { anIncident } from './doors-fake-laptop.ts'
import { ask, doors, laptop, post } from './doors-opened.ts'

const called = anIncident({ id: 'checkout-1' })

describe('POST /local/incidents/<id>/answer', () => {
  beforeEach(() => laptop.now({ heldIncidents: [called] }))

  it('says on the bus who has answered the call', async () => {
    const answered = await post('/local/incidents/checkout-1/answer', { by: '  ada  ' })
    expect(answered).toMatchObject({ status: 202, body: { incident: 'checkout-1', by: 'ada' } })
    expect(laptop.done).toEqual([['answerCall', 'checkout-1', 'ada']])
  })

  it.each(['help', 'approval', 'stop'] as const)('can be said while people are called: %s', async (state) => {
    laptop.now({ heldIncidents: [{ ...called, state }] })
    expect(await post('/local/incidents/checkout-1/answer', { by: 'ada' })).toMatchObject({ status: 202 })
  })

  it.each([
    ['resolved', 'is resolved already'],
    ['working', 'a machine is working on it'],
  ] as const)('is refused when nobody is called: %s', async (state, says) => {
    laptop.now({ heldIncidents: [{ ...called, state }] })
    const { status, body } = await post('/local/incidents/checkout-1/answer', { by: 'ada' })
    expect([status, body.error]).toEqual([409, expect.stringContaining(says)])
    expect(laptop.done).toEqual([])
  })

  it.each([
    ['no name', {}, 400],
    ['an empty name', { by: '  ' }, 400],
    ['a name of two lines', { by: 'ada\nbob' }, 400],
    ['a name without end', { by: 'a'.repeat(101) }, 400],
    ['more than a name', { by: 'ada', incident: 'x' }, 400],
    ['nothing', null, 400],
  ])('is refused with %s', async (_, body, status) => {
    expect(await post('/local/incidents/checkout-1/answer', body)).toMatchObject({ status })
    expect(laptop.done).toEqual([])
  })

  it('names what does not exist', async () => {
    expect(await post('/local/incidents/checkout-9/answer', { by: 'ada' })).toMatchObject({ status: 404 })
    expect(await post('/local/incidents//answer', { by: 'ada' })).toMatchObject({ status: 404 })
    expect(await post('/local/incidents/checkout-1', { by: 'ada' })).toMatchObject({ status: 404 })
    expect(laptop.done).toEqual([])
  })

  it('passes on what the bus objects to', async () => {
    laptop.answerCall = () => Promise.reject(new AwsError('ValidationException', 'too large'))
    const { status, body } = await post('/local/incidents/checkout-1/answer', { by: 'ada' })
    expect([status, body.error]).toEqual([400, 'ValidationException: too large'])
  })
})

describe('POST /local/incidents/<id>/resolve', () => {
  const why = { by: 'ada', reason: 'the till was replaced' }
  beforeEach(() => laptop.now({ heldIncidents: [called] }))

  it.each(['help', 'working', 'stop'] as const)('asks the API, whatever is done about it: %s', async (state) => {
    laptop.now({ heldIncidents: [{ ...called, state }] })
    expect(await post('/local/incidents/checkout-1/resolve', { ...why, by: ' ada ' })).toMatchObject({
      status: 202,
      body: { incident: 'checkout-1', ...why },
    })
    expect(laptop.done).toEqual([['resolve', 'checkout-1', 'ada', 'the till was replaced']])
  })

  it('is refused where it is resolved already, or is not there', async () => {
    laptop.now({ heldIncidents: [{ ...called, state: 'resolved' }] })
    expect(await post('/local/incidents/checkout-1/resolve', why)).toMatchObject({ status: 409 })
    expect(await post('/local/incidents/checkout-9/resolve', why)).toMatchObject({ status: 404 })
    expect(laptop.done).toEqual([])
  })

  it.each([
    ['no reason', { by: 'ada' }],
    ['an empty reason', { ...why, reason: ' ' }],
    ['a reason without end', { ...why, reason: 'x'.repeat(201) }],
    ['no name', { reason: 'done' }],
  ])('is refused with %s', async (_, body) => {
    expect(await post('/local/incidents/checkout-1/resolve', body)).toMatchObject({ status: 400 })
    expect(laptop.done).toEqual([])
  })
})

describe('POST /local/cords/<cord>', () => {
  it.each(['SINGLE', 'DOUBLE', 'LONG'])('pulls it: %s', async (click) => {
    expect(await post('/local/cords/desk-2', { click })).toMatchObject({ status: 202, body: { cord: 'desk-2', click } })
    expect(laptop.done).toEqual([['pull', 'desk-2', click]])
  })

  it('refuses another click, and a cord that is not there', async () => {
    for (const body of [{ click: 'single' }, {}, { click: 'SINGLE', at: 'now' }]) {
      expect(await post('/local/cords/desk-2', body)).toMatchObject({ status: 400 })
    }
    const { status, body } = await post('/local/cords/kitchen', { click: 'LONG' })
    expect([status, body.remedy]).toEqual([404, 'The cords are: desk-1, desk-2.'])
    expect(laptop.done).toEqual([])
  })
})

it('a page of elsewhere neither answers nor resolves nor pulls; our own does', async () => {
  laptop.now({ heldIncidents: [called] })
  const asks = [
    ['/local/incidents/checkout-1/answer', { by: 'mallory' }],
    ['/local/incidents/checkout-1/resolve', { by: 'mallory', reason: 'nothing to see here' }],
    ['/local/cords/desk-1', { click: 'LONG' }],
  ] as const
  for (const [path, body] of asks) {
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1']) {
      expect(await post(path, body, { origin })).toMatchObject({ status: 403 })
    }
  }
  expect(laptop.done).toEqual([])
  const origin = `http://127.0.0.1:${doors.port}`
  for (const [path, body] of asks) expect(await post(path, body, { origin })).toMatchObject({ status: 202 })
})

describe('GET /local/topics/<name>', () => {
  it('gives what the topic was told, and names the topics when asked for another', async () => {
    const message = { subject: 'Checkout', message: 'nobody came', attributes: {}, at: '2026-11-21T09:05:00.000Z' }
    laptop.now({ heldTopics: [{ name: 'andon-line-checkout', line: 'checkout', messages: [message] }] })
    expect((await ask('/local/topics/andon-line-checkout')).body).toEqual([message])
    const { status, body } = await ask('/local/topics/kitchen')
    expect([status, body.remedy]).toEqual([404, 'The topics are: andon-line-checkout.'])
  })

  it('keeps the newest twenty of each in the page’s state, and every cord', async () => {
    const message = (n: number) => ({ message: `${n}`, attributes: {}, at: '2026-11-21T09:05:00.000Z' })
    laptop.now({ heldTopics: [{ name: 'andon-alarms', messages: Array.from({ length: 30 }, (_, n) => message(n)) }] })
    const { topics, cords } = (await ask('/local/state')).body
    expect(topics).toHaveLength(1)
    expect(topics[0].messages).toHaveLength(20)
    expect(topics[0].messages.at(-1)).toEqual(message(29))
    expect(cords).toEqual(laptop.cords())
  })
})
