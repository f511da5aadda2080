import { AwsError } from '@andon/local-cloud/aws-error.ts'
import { aMessage, anIncident } from './doors-fake-laptop.ts'
import { ask, doors, laptop, logged, post } from './doors-opened.ts'

const anEvent = (but: object = {}) => ({
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '000000000000',
  time: '2026-11-21T09:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail: {},
  ...but,
})

describe('POST /local/events', () => {
  it('puts an event on the bus exactly as given', async () => {
    const event = anEvent({ unheardOf: 'kept' })
    expect(await post('/local/events', event)).toMatchObject({ status: 202, body: { accepted: 1 } })
    expect(laptop.done).toEqual([['put', event]])
  })

  it('puts an array in its order', async () => {
    const events = [anEvent({ id: 'a' }), anEvent({ id: 'b' })]
    expect(await post('/local/events', events)).toMatchObject({ status: 202, body: { accepted: 2 } })
    expect(laptop.done).toEqual(events.map((event) => ['put', event]))
  })

  it('accepts none of an array that holds a malformed one, and says which, why and what to do', async () => {
    const { status, body } = await post('/local/events', [anEvent(), anEvent({ source: 7 })])
    expect(status).toBe(400)
    expect(body.error).toMatch(/Event \[1\] .*source/)
    expect(body.remedy).toContain('Nothing of this request was accepted')
    expect(laptop.done).toEqual([])
  })

  it.each([['null'], ['7'], ['"an alarm"'], ['{}']])('refuses %s, which is no event', async (body) => {
    expect(await post('/local/events', body)).toMatchObject({ status: 400, body: { remedy: expect.any(String) } })
    expect(laptop.done).toEqual([])
  })

  it('says where a body ceases to be JSON', async () => {
    const { status, body } = await post('/local/events', '{"id": "a",\n oops}')
    expect(status).toBe(400)
    expect(body.error).toMatch(/line 2 column 2/)
  })

  it('refuses a body that is not UTF-8', async () => {
    const body = new Uint8Array([0x22, 0xff, 0x22])
    expect(await ask('/local/events', { method: 'POST', body })).toMatchObject({ status: 400 })
  })

  it('refuses more than a megabyte, and goes on answering', async () => {
    const { status, body } = await post('/local/events', `"${'x'.repeat(3_000_000)}"`)
    expect([status, body.error]).toEqual([413, expect.stringContaining('1048576 bytes')])
    expect(await post('/local/events', `"${'x'.repeat(1024 * 1024 - 2)}"`)).toMatchObject({ status: 400 })
  })

  it('passes on what the local cloud objects to', async () => {
    laptop.fault = new AwsError('ResourceNotFoundException', 'Event bus default does not exist.')
    const { status, body } = await post('/local/events', anEvent())
    expect([status, body.error]).toEqual([400, 'ResourceNotFoundException: Event bus default does not exist.'])
    expect(logged).toEqual([])
  })

  it('answers a fault of its own as such, and tells the terminal', async () => {
    laptop.fault = new Error('disk full')
    expect(await post('/local/events', anEvent())).toMatchObject({ status: 500, body: { error: 'disk full' } })
    expect(logged).toEqual([['POST /local/events failed', laptop.fault]])
  })
})

describe('POST /local/alarms/<name>', () => {
  it('sets the alarm, and says whether that was a change', async () => {
    const setting = { state: 'ALARM', reason: 'too slow', dimensions: { Service: 'checkout' } }
    expect((await post('/local/alarms/checkout-5xx', setting)).body).toEqual({
      name: 'checkout-5xx',
      state: 'ALARM',
      sent: true,
    })
    expect((await post('/local/alarms/checkout-5xx', setting)).body).toMatchObject({ sent: false })
    expect(laptop.done[0]).toEqual(['setAlarm', 'checkout-5xx', setting])
  })

  it('takes any name that CloudWatch would', async () => {
    await post(`/local/alarms/${encodeURIComponent('a/b 100 % ü')}`, { state: 'OK' })
    expect(laptop.done).toEqual([['setAlarm', 'a/b 100 % ü', { state: 'OK' }]])
  })

  it.each([
    [{ state: 'BROKEN' }, 'state'],
    [{}, 'state'],
    [{ state: 'OK', reason: 7 }, 'reason'],
    [{ state: 'OK', dimensions: { Service: 1 } }, 'dimensions.Service'],
    [{ state: 'OK', dimension: {} }, 'dimension'],
    [{ muteSeconds: -1 }, 'muteSeconds'],
    [{ suppressor: '' }, 'suppressor'],
    [{ state: 'OK', lost: 'yes' }, 'lost'],
    [[], 'the body'],
  ])('refuses %j, naming %s', async (body, named) => {
    const refused = await post('/local/alarms/checkout-5xx', body)
    expect([refused.status, refused.body.error]).toEqual([400, expect.stringContaining(named)])
    expect(laptop.done).toEqual([])
  })
})

describe('an alarm whose event is lost, that is silenced or deleted', () => {
  it('changes, and says that nothing was sent', async () => {
    const { body } = await post('/local/alarms/checkout-5xx', { state: 'ALARM', lost: true })
    expect(body).toEqual({ name: 'checkout-5xx', state: 'ALARM', sent: false })
  })

  it.each([{ muteSeconds: 600 }, { suppressor: 'deploying' }, { suppressor: null, muteSeconds: 0 }])(
    'keeps its state with %j alone',
    async (change) => {
      await post('/local/alarms/checkout-5xx', { state: 'ALARM' })
      const { body } = await post('/local/alarms/checkout-5xx', change)
      expect(body).toEqual({ name: 'checkout-5xx', state: 'ALARM', sent: false })
      expect(laptop.done.at(-1)).toEqual(['setAlarm', 'checkout-5xx', change])
    },
  )

  it.each([
    [undefined, true],
    ['{ "lost": true }', false],
  ])('is deleted with the body %s; sent: %s', async (body, sent) => {
    await post('/local/alarms/checkout-5xx', { state: 'ALARM' })
    const init = { method: 'DELETE', ...(body !== undefined && { body }) }
    expect((await ask('/local/alarms/checkout-5xx', init)).body).toEqual({ name: 'checkout-5xx', deleted: true, sent })
    const again = await ask('/local/alarms/checkout-5xx', init)
    expect(again).toMatchObject({ status: 404, body: { error: 'There is no alarm "checkout-5xx".' } })
  })
})

describe('what can be read', () => {
  it('incidents, dead letters and a channel as they are', async () => {
    const letter = { queue: 'andon-dead', body: '{', attributes: {}, receiveCount: 3 }
    laptop.now({
      heldIncidents: [anIncident()],
      heldDeadLetters: [letter],
      messages: new Map([['checkout', [aMessage()]]]),
    })
    expect((await ask('/local/incidents')).body).toEqual([anIncident()])
    expect((await ask('/local/dead-letters')).body).toEqual([letter])
    expect((await ask('/local/chat/checkout')).body).toEqual([aMessage()])
  })

  it('names the channels there are when asked for another', async () => {
    const { status, body } = await ask('/local/chat/kitchen')
    expect([status, body.error]).toEqual([404, expect.stringContaining('"kitchen"')])
    expect(body.remedy).toBe('The channels are: checkout, search.')
  })

  it('answers idle only once it is', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    laptop.whenIdle = promise
    let answered = false
    const idle = ask('/local/idle').then(({ body }) => ((answered = true), body))
    // A whole round trip later it still waits.
    await ask('/local/incidents')
    expect(answered).toBe(false)
    resolve()
    expect(await idle).toEqual({ idle: true })
  })

  it('closes while somebody still waits for idle', async () => {
    laptop.whenIdle = new Promise(() => {})
    const waiting = ask('/local/idle').catch(() => 'cut off')
    await ask('/local/incidents')
    await doors.close()
    expect(await waiting).toBe('cut off')
    expect(laptop.listeners.size).toBe(0)
  })

  it('keeps every open incident in the page’s state, and of the others the newest', async () => {
    const old = anIncident({ id: 'old and open' })
    const over = Array.from({ length: 80 }, (_, n) => anIncident({ id: `${n}`, state: 'resolved' }))
    laptop.now({ heldIncidents: [...over, old] })
    const { incidents, counts } = (await ask('/local/state')).body
    expect(incidents).toHaveLength(50)
    expect(incidents.at(-1)).toEqual(old)
    expect(counts).toEqual({ incidents: 81, open: 1, deadLetters: 0 })
  })
})
