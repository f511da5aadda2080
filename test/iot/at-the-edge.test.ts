import fc from 'fast-check'
import { backOff } from '../../iot/agent/link/back-off.ts'
import { brokerAddress, waysTo } from '../../iot/agent/link/broker-address.ts'
import { readCommandLine } from '../../iot/agent/service/command-line.ts'
import { readCommand } from '../../iot/agent/lamp/read-command.ts'
import { sparing } from '../../iot/agent/sparing-log.ts'
import { aCommand } from './lamp/a-command.ts'
import { MovedClock } from './clock/moved-clock.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('what comes as a command', () => {
  it('is one, also with fields that we do not know', () => {
    const command = aCommand()
    expect(readCommand(bytes(JSON.stringify({ ...command, new: 1 })))).toEqual({ kind: 'command', command })
  })

  it.each([
    ['nothing', bytes(''), /not JSON/],
    ['garbage', Uint8Array.of(0xff, 0x00, 0xfe), /not JSON/],
    ['half a letter', Uint8Array.of(0x22, 0xc3, 0x22), /not JSON/],
    ['no object', bytes('null'), /the payload/],
    ['an unknown state', bytes(JSON.stringify({ ...aCommand(), state: 'unknown' })), /^state/],
    ['a wrong type', bytes(JSON.stringify({ ...aCommand(), v: '1' })), /^v/],
    [
      'too many reasons',
      bytes(JSON.stringify(aCommand({ reasons: Array(11).fill(aCommand().reasons[0]) }))),
      /^reasons/,
    ],
    ['a day that is none', bytes(JSON.stringify(aCommand({ at: '2026-13-01T00:00:00Z' }))), /^at/],
    ['no time to live', bytes(JSON.stringify(aCommand({ ttlSeconds: 0 }))), /^ttlSeconds/],
    ['a huge thing', bytes(' '.repeat(128 * 1024) + '1'), /bytes/],
  ])('is refused: %s', (_what, payload, why) => {
    expect(readCommand(payload)).toEqual({ kind: 'not-a-command', why: expect.stringMatching(why) })
  })

  it('never makes the reader throw', () => {
    const anything = fc.oneof(fc.uint8Array(), fc.json().map(bytes))
    fc.assert(fc.property(anything, (payload) => expect(readCommand(payload).kind).toBe('not-a-command')))
  })
})

describe('the broker’s address', () => {
  it.each(['mqtt://127.0.0.1:1883', 'mqtt://localhost', 'mqtt://[::1]:1883', 'mqtts://broker.example:8883'])(
    '%s is good',
    (address) => expect(brokerAddress(address).href).toBe(address),
  )

  it.each([
    ['mqtt://192.168.1.5:1883', /plain MQTT to 192\.168\.1\.5:1883 is not safe/],
    ['mqtt://localhost.evil.example', /is not safe/],
    ['mqtt://127.0.0.1.evil.example', /is not safe/],
    ['ws://127.0.0.1', /only mqtts:\/\/ and mqtt:\/\/ work/],
    ['broker', /not an address/],
    ['mqtts://', /no host/],
    ['mqtts://me:secret@broker.example', /may only have a host and a port/],
    ['mqtts://broker.example/topic', /may only have a host and a port/],
    ['mqtts://broker.example?clientId=desk-2', /may only have a host and a port/],
  ])('%s is not', (address, why) => {
    expect(() => brokerAddress(address)).toThrow(why)
    expect(() => brokerAddress(address)).not.toThrow(/secret/)
  })

  it.each([
    ['mqtts://broker.example', ['8883', '443 as x-amzn-mqtt-ca']],
    ['mqtts://broker.example:8883', ['8883']],
    ['mqtts://broker.example:443', ['443']],
    ['mqtt://127.0.0.1', ['1883']],
    ['mqtt://127.0.0.1:18830', ['18830']],
  ])('%s is tried on %j', (address, expected) => {
    const ways = waysTo(brokerAddress(address))
    expect(ways.map(({ port, alpn }) => (alpn === undefined ? `${port}` : `${port} as ${alpn}`))).toEqual(expected)
    expect(new Set(ways.map(({ isSecure }) => isSecure))).toEqual(new Set([address.startsWith('mqtts')]))
  })

  it('is taken out of its brackets', () => {
    expect(waysTo(brokerAddress('mqtt://[::1]:1883'))[0].host).toBe('::1')
  })
})

describe('the command line', () => {
  it('names broker, lights and driver', () => {
    const args = ['--broker', 'mqtt://localhost', '--light', 'desk-1', '--light', 'wall', '--driver', 'plain']
    expect(readCommandLine(args)).toEqual({
      kind: 'lights',
      broker: 'mqtt://localhost',
      lights: ['desk-1', 'wall'],
      driver: 'plain',
    })
  })

  it('names a file of settings, and where to keep what must not be lost', () => {
    const args = ['--settings', '/etc/andon-light/settings.json', '--state', '/var/lib/andon-light']
    expect(readCommandLine(args)).toEqual({ kind: 'settings', file: args[1], state: args[3], isDark: false })
  })

  it.each([
    [['--settings', 'x', '--light', 'a'], /--light does not work with --settings/],
    [['--state', 'x', '--light', 'a', '--broker', 'x'], /work only with --settings/],
    [['--light', 'a'], /--broker is missing/],
    [['--broker', 'x'], /--light is missing/],
    [['--broker', 'x', '--light', 'a', '--light', 'a'], /twice/],
    [['--broker', 'x', '--light', 'A/+'], /a name has only/],
    [['--broker', 'x', '--light', 'a', '--driver', 'gpio'], /takes terminal or plain/],
    [['--colour'], /--colour/],
    [['--light'], /--light/],
  ])('%j is refused', (args, why) => expect(() => readCommandLine(args)).toThrow(why))
})

it('waits anything up to a bound that doubles from a second to a minute', () => {
  const most = [0, 1, 2, 5, 6, 7, 5000].map((failures) => backOff(failures, 1))
  expect(most).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000, 60_000])
  expect(backOff(9, 0)).toBe(0)
  expect(backOff(9, 0.5)).toBe(30_000)
})

it('says a thing once a minute and how often it would have', () => {
  const clock = new MovedClock()
  const lines: string[] = []
  const tell = sparing((line) => lines.push(line), clock)

  for (const _time of [1, 2, 3]) tell('ignored', 'ignored it')
  tell('lost', 'lost it')
  clock.pass(60)
  tell('ignored', 'ignored it')

  expect(lines).toEqual(['ignored it', 'lost it', 'ignored it (and 2 more like this in the meantime)'])
})
