import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMessage as readMessageAt } from '../../functions/sources/read-message.ts'
import { at } from '../signals.ts'

const readMessage = (body: string) => readMessageAt(body, at('09:00'))
const shared = join(import.meta.dirname, '../../../shared/events')
const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
const wrapped = (source: string, topic: string) => (payload: string | Buffer) =>
  JSON.stringify({
    source,
    topic,
    receivedAt: Date.UTC(2026, 10, 21, 9),
    payload: Buffer.from(payload).toString('base64'),
  })
const cordSays = wrapped('andon-cord', 'andon/cords/desk-1/pulled')
const buttonSays = wrapped('andon-button', 'iotbutton/G030A')

describe('a pulled cord', () => {
  it('tells its own time and name', () => {
    expect(readMessage(cordSays('{"click":"LONG","at":"2026-11-21T08:30:00Z","id":"p-1"}'))).toEqual({
      kind: 'pull',
      id: 'p-1',
      from: { kind: 'cord', cord: 'desk-1' },
      click: 'LONG',
      by: 'cord desk-1',
      via: 'cord',
      at: '2026-11-21T08:30:00.000Z',
    })
  })

  it.each(['1970-01-01T00:00:07Z', '2026-11-21T09:30:00Z'])('is not believed when it thinks it is %s', (at) => {
    expect(readMessage(cordSays(JSON.stringify({ click: 'SINGLE', at })))).toMatchObject({
      at: '2026-11-21T09:00:00.000Z',
    })
  })

  it('may be an AWS IoT Button', () => {
    const payload = '{"serialNumber":"G030A","clickType":"SINGLE","batteryVoltage":"2000mV"}'
    expect(readMessage(buttonSays(payload))).toMatchObject({
      from: { kind: 'button', serial: 'G030A' },
      click: 'SINGLE',
      millivolts: 2000,
    })
  })

  const buttons = existsSync(shared) ? filesIn(shared).filter((name) => /iot[-_]button/.test(name)) : []
  if (buttons.length > 0)
    it.each(buttons)('may be what AWS shows of its button: %s', (name) => {
      const payload = readFileSync(join(shared, name))
      const { serialNumber } = JSON.parse(payload.toString())
      const message = wrapped('andon-button', `iotbutton/${serialNumber}`)(payload)
      expect(readMessage(message)).toMatchObject({ from: { kind: 'button', serial: serialNumber }, millivolts: 2000 })
    })

  it.each(['2099-01-01T00:00:00Z', '1970-01-01T00:00:00Z'])('over the bus is not believed to be of %s', (time) => {
    const detail = { line: 'checkout', click: 'SINGLE', by: 'ada', id: 'b-1' }
    const event = { 'detail-type': 'Cord Pulled', source: 'board', time, detail }
    expect(readMessage(JSON.stringify(event))).toMatchObject({ at: '2026-11-21T09:00:00.000Z' })
  })

  it('may come over the bus, with a reason', () => {
    const event = {
      'detail-type': 'Cord Pulled',
      source: 'board',
      time: '2026-11-21T09:00:00Z',
      detail: { line: 'checkout', click: 'SINGLE', by: 'ada', reason: 'prices look wrong', id: 'b-1' },
    }
    expect(readMessage(JSON.stringify(event))).toMatchObject({
      from: { kind: 'line', line: 'checkout' },
      by: 'ada',
      via: 'bus',
      reason: 'prices look wrong',
    })
  })
})

describe('a cord is heard as people have it', () => {
  it.each([
    ['with a byte order mark', '\ufeff{"click":"SINGLE"}'],
    ['in small letters', '{"click":"single"}'],
    ['with spaces around it', ' {"click":" Single "}\r\n'],
    ['with the end of a C string', '{"click":"SINGLE"}\0'],
    ['with more than we ask for', '{"click":"SINGLE","battery":97,"linkquality":120}'],
    ['with an id that is no text', '{"click":"SINGLE","id":7}'],
    ['with no time', '{"click":"SINGLE","at":null}'],
    ['with the seconds since it was started', '{"click":"SINGLE","at":12}'],
    ['of a clock that was never set', '{"click":"SINGLE","at":"1970-01-01T00:00:07Z"}'],
    // In which zone it is nine is for nobody to guess: hours off, it would seem older than the pull before it.
    ['at a time without a zone', '{"click":"SINGLE","at":"2026-11-21T08:30:00"}'],
  ])('%s', (_, payload) => {
    expect(readMessage(cordSays(payload))).toMatchObject({
      kind: 'pull',
      from: { kind: 'cord', cord: 'desk-1' },
      click: 'SINGLE',
      at: at('09:00'),
    })
  })

  it('twice, where its clock starts at the same second again with each start', () => {
    const pressed = (receivedAt: number) =>
      readMessage(
        JSON.stringify({ ...JSON.parse(cordSays('{"click":"SINGLE","at":"1970-01-01T00:00:07Z"}')), receivedAt }),
      )
    const [first, second] = [pressed(Date.UTC(2026, 10, 21, 9)), pressed(Date.UTC(2026, 10, 21, 10))]
    expect(first).not.toMatchObject({ id: 'id' in second ? second.id : '' })
  })

  it('once, where a delivery is repeated and its clock is right', () => {
    const said = JSON.parse(cordSays('{"click":"SINGLE","at":"2026-11-21T08:59:00Z"}'))
    const again = readMessage(JSON.stringify({ ...said, receivedAt: said.receivedAt + 900 }))
    expect(again).toEqual(readMessage(JSON.stringify(said)))
  })
})

it.each([
  ['nothing', ''],
  ['a byte order mark', '\ufeff'],
  ['null', 'null'],
  ['an empty object', '{}'],
  ['what a Zigbee bridge sends after each press', '{"action":""}'],
  ['the same with all its figures', '{"action":"","battery":97,"update":{"state":"idle"}}'],
  ['no click', '{"click":"","id":"p-1"}'],
  ['a battery and nothing else', '{"battery":97,"linkquality":120,"tamper":false,"voltage":null}'],
])('%s is no press: it is ignored, not set aside', (_, payload) => {
  const nothing = { kind: 'nothing', because: 'no-press' }
  expect(readMessage(cordSays(payload))).toEqual(nothing)
  expect(readMessage(buttonSays(payload.replace('click', 'clickType')))).toEqual(nothing)
})

describe('a button', () => {
  it.each([1582, null, '', 'full', { mV: 1 }])('is heard although its battery says %j', (batteryVoltage) => {
    const press = readMessage(buttonSays(JSON.stringify({ clickType: 'LONG', batteryVoltage })))
    expect(press).toMatchObject({ kind: 'pull', click: 'LONG' })
    expect(press).not.toHaveProperty('millivolts')
  })

  it.each([
    '{"serialNumber":"G030B","clickType":"LONG"}',
    '{"serialNumber":7,"clickType":"long"}',
    '{"clickType":"LONG"}',
  ])('is the one of its topic, whatever it says: %s', (payload) => {
    expect(readMessage(buttonSays(payload))).toMatchObject({
      from: { kind: 'button', serial: 'G030A' },
      by: 'button G030A',
      click: 'LONG',
    })
  })
})

it.each([
  ['cord "desk-1": the message on andon/cords/desk-1/pulled is malformed: click', cordSays('{"click":"TRIPLE"}')],
  ['but it says {"click":5}; publish an object like {"click":"SINGLE"}, or with "DOUBLE"', cordSays('{"click":5}')],
  ['is malformed: click', cordSays('{"clik":"SINGLE"}')],
  ['is malformed: click', cordSays('{"action":"single"}')],
  ['cord "desk-1": the message on andon/cords/desk-1/pulled is malformed: it', cordSays('["SINGLE"]')],
  ['button "G030A": the message on iotbutton/G030A is malformed: clickType', buttonSays('{"clickType":"TRIPLE"}')],
  ['publish an object like {"clickType":"SINGLE"}, or with "DOUBLE" or "LONG"', buttonSays('{"click":"SINGLE"}')],
  ['button "G030A": the message on iotbutton/G030A is not JSON: "SINGLE"', buttonSays('SINGLE')],
])('what is no press that we know says who, where and what is right: %s', (reason, body) => {
  expect(() => readMessage(body)).toThrow(
    expect.objectContaining({ name: 'Unusable', message: expect.stringContaining(reason) }),
  )
})
