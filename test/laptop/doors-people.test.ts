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

describe('acts by the API, in the name of the laptop’s owner', () => {
  const plan = '0a1b2c3d4e5f6071'
  const asked = { nth: 0, title: 'redeploy checkout', plan }
  const asking = (but = {}) => anIncident({ id: 'checkout-1', state: 'approval', asked, ...but })
  const path = '/local/incidents/checkout-1'

  it.each([
    ['approve', {}],
    ['refuse', { reason: 'not now' }],
  ])('%s what the machine asks, as it was read', async (act, more) => {
    laptop.heldIncidents = [asking()]
    expect(await post(`${path}/${act}`, { plan, ...more })).toMatchObject({ status: 202 })
    expect(laptop.done).toEqual([['askApi', `/incidents/checkout-1/${act}`, { plan, ...more }]])
  })

  it.each([
    ['nothing is asked', { state: 'help' }, 'nobody is asked any more'],
    ['it is over', { state: 'resolved' }, 'it is resolved: there is nothing left to decide'],
    ['something else is asked', { asked: { ...asked, plan: 'f'.repeat(16) } }, 'something else is asked by now'],
    ['two are wanted', { asked: { ...asked, twoPeople: true }, runBy: 'owner' }, 'it takes two people'],
  ])('is refused in words where %s', async (_, but, why) => {
    laptop.heldIncidents = [asking(but)]
    const { status, body } = await post(`${path}/approve`, { plan })
    expect([status, laptop.done]).toEqual([409, []])
    expect(body.error).toContain(why)
  })

  it('is refused where there is nothing to undo, or a machine is at it', async () => {
    laptop.heldIncidents = [anIncident({ id: 'checkout-1' })]
    expect(await post(`${path}/undo`, {})).toMatchObject({ status: 409 })
    laptop.heldIncidents = [anIncident({ id: 'checkout-1', state: 'working', undoable: ['scale'] })]
    expect(await post(`${path}/undo`, {})).toMatchObject({ status: 409 })
    laptop.heldIncidents = [anIncident({ id: 'checkout-1', undoable: ['scale'] })]
    expect(await post(`${path}/undo`, {})).toMatchObject({ status: 202 })
    expect(await post('/local/incidents/nobody/undo', {})).toMatchObject({ status: 404 })
  })

  it('comes back with the words and the status of the API', async () => {
    laptop.apiReply = { status: 404, message: 'there is no line "chekout": checkout, search' }
    const { status, body } = await post('/local/lines/chekout/stop', {})
    expect([status, body.error]).toEqual([404, 'The API refuses: there is no line "chekout": checkout, search.'])
    laptop.apiReply = { status: 500, message: 'Internal Server Error' }
    expect(await post('/local/lines/checkout/start', {})).toMatchObject({ status: 500 })
  })

  it.each([
    ['/local/incidents/checkout-1/approve', {}],
    ['/local/incidents/checkout-1/approve', { plan: '../x' }],
    ['/local/incidents/checkout-1/approve', { plan, by: 'mallory' }],
    ['/local/lines/checkout/stop', { reason: '' }],
    ['/local/machines/stop', { reason: 'a\nb' }],
    ['/local/machines/start', 'null'],
  ])('%s does not take %o', async (door, body) => {
    laptop.heldIncidents = [asking()]
    expect(await post(door, body)).toMatchObject({ status: 400 })
    expect(laptop.done).toEqual([])
  })

  it('switches the machines of a line that there is, or of all', async () => {
    expect(await post('/local/machines/stop', { line: 'chekout' })).toMatchObject({ status: 404 })
    expect(await post('/local/machines/stop', { line: 'checkout', reason: 'a move' })).toMatchObject({ status: 202 })
    expect(await post('/local/machines/start', {})).toMatchObject({ status: 202 })
    expect(laptop.done).toEqual([
      ['setMachines', 'checkout', 'by owner: a move'],
      ['setMachines', undefined, undefined],
    ])
  })
})
