import { type Andon, startAndon } from './andon.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon()))
afterEach(() => andon.stop())

it('calls for help with one pull, and is done with two', async () => {
  await andon.pull('desk-2', '{"click":"SINGLE"}')
  await andon.settled()
  expect(andon.shown('desk-2')).toEqual(['calm', 'help'])
  expect(andon.chat('search')).toEqual(['Search: cord desk-2 was pulled: help wanted: cord desk-2 calls for help'])

  await andon.pull('desk-2', '{"click":"DOUBLE"}')
  await andon.settled()
  expect(andon.shown('desk-2')).toEqual(['calm', 'help', 'calm'])
  expect(andon.chat('search')).toEqual(['Search: cord desk-2 was pulled: resolved: resolved by cord desk-2'])
})

it('takes a pull over the bus, once, however often it is delivered', async () => {
  const pulled = (click: string, id: string) =>
    andon.cloud.eventBridge.put('andon', {
      version: '0',
      id: '5a3f9a52-5b7e-4a6d-8f1d-0a4a8f3a8c11',
      'detail-type': 'Cord Pulled',
      source: 'board',
      account: '000000000000',
      time: '2026-11-21T09:00:00Z',
      region: 'eu-central-1',
      resources: [],
      detail: { line: 'checkout', click, by: 'ada', reason: 'prices look wrong', id },
    })
  pulled('SINGLE', '1')
  pulled('SINGLE', '1')
  await andon.settled()
  expect(andon.chat('checkout')).toEqual(['Checkout: prices look wrong: help wanted: ada calls for help'])

  pulled('DOUBLE', '2')
  await andon.settled()
  expect(andon.shown('desk-1')).toEqual(['calm', 'help', 'calm'])
  expect(await andon.incidents()).toHaveLength(1)
})

it('sets aside what can never be used, says why, and goes on with the rest', async () => {
  await andon.pull('desk-1', 'help!')
  await andon.pull('desk-9', '{"click":"SINGLE"}')
  await andon.cloud.iot.publish(
    'iotbutton/G030JF',
    '{"serialNumber":"G030JF","clickType":"SINGLE","batteryVoltage":"2000 mV"}',
  )
  await andon.pull('desk-1', '\ufeff{"click":"single","at":"2026-11-21T09:00:00"}')
  await andon.pull('desk-1', '{"action":""}')
  await andon.settled()

  expect(andon.shown('desk-1').at(-1)).toBe('help')
  expect(andon.deadLetters()).toHaveLength(3)
  for (const reason of [
    'unknown button "G030JF" (known: none)',
    'unknown cord "desk-9" (known: desk-1, desk-2)',
    'andon/cords/desk-1/pulled is not JSON: "help!"',
  ]) {
    expect(andon.deadLetters()).toContainEqual(
      expect.objectContaining({ queue: 'andon-on-signal-dead', reason: expect.stringContaining(reason) }),
    )
  }
})

it('tells the bus, for anyone’s own rules', async () => {
  const before = andon.cloud.endpoint.calls()
  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.settled()
  expect(andon.shown('desk-1').at(-1)).toBe('stop')
  const puts = (calls: typeof before) =>
    calls.filter(({ operation }) => operation === 'PutEvents').reduce((n, { count }) => n + count, 0)
  expect(puts(andon.cloud.endpoint.calls())).toBe(puts(before) + 1)
})
