import type { LightCommand } from '../../iot/contract/light-command.ts'
import type { LightReport } from '../../iot/contract/light-report.ts'
import { at } from '../signals.ts'
import { anAndon, awsError, clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

const aCommand = (but: Partial<LightCommand> = {}): LightCommand => ({
  epoch: at('06:00'),
  v: 12,
  line: 'checkout',
  state: 'help',
  acknowledged: false,
  reasons: [],
  at: at('08:59'),
  ttlSeconds: 180,
  ...but,
})
const aReport = (but: Partial<LightReport> = {}): LightReport => ({
  epoch: at('06:00'),
  appliedV: 12,
  state: 'help',
  at: at('08:59'),
  online: true,
  agent: '0.1.0',
  ...but,
})

interface Lamp {
  command?: LightCommand | string
  report?: LightReport | string
  connection?: object | 'never'
}
/** desk-1, installed, connected, and showing what it was told. */
function aLamp({ command = aCommand(), report = aReport(), connection = { connected: true } }: Lamp = {}) {
  const there = anAndon()
  there.install('desk-1', 'ab12')
  if (connection !== 'never') there.connections.set('desk-1', connection)
  there.retained.set('andon/lights/desk-1/command', command)
  there.retained.set('andon/lights/desk-1/reported', report)
  return there
}

it('finds everything well, by a message that the lamp itself acknowledged', async () => {
  const there = aLamp()
  let sent: any
  const aws = clientsFor({ ...there.handlers, SendDirectMessage: (input) => ((sent = input), {}) })
  const { code, said } = await typed('light check desk-1', aws)
  expect(said).toEqual([
    'ok     its certificate is active until 2049-12-31',
    'ok     it is connected',
    'ok     it confirmed a message that was sent to it alone',
    'ok     the cloud told it help at 2026-11-21 08:59 UTC',
    'ok     it reports that it shows help',
  ])
  expect(code).toBe(0)
  expect(sent).toMatchObject({ clientId: 'desk-1', topic: 'andon/lights/desk-1/command', confirmation: true })
  expect(JSON.parse(new TextDecoder().decode(sent.payload))).toEqual(aCommand())
})

describe('says what is wrong, and what to do:', () => {
  const throws = (error: Error) => () => {
    throw error
  }
  it.each<[string, Lamp, Record<string, () => never>, string, string]>([
    ['not installed', {}, {}, 'it is not installed', 'andon light add desk-1'],
    ['never connected', { connection: 'never' }, {}, 'it was never connected', 'Did `install` on the Pi run'],
    [
      'away',
      {
        connection: {
          connected: false,
          disconnectedSince: Date.parse(at('08:30')),
          disconnectReason: 'MQTT_KEEP_ALIVE_TIMEOUT',
        },
      },
      {},
      'it is not connected since 2026-11-21 08:30 UTC (MQTT_KEEP_ALIVE_TIMEOUT)',
      'power and network',
    ],
    [
      'hanging',
      {},
      { SendDirectMessage: throws(awsError('GatewayTimeoutException', '', 504)) },
      'does not confirm',
      'systemctl restart andon-light',
    ],
    [
      'without its policy',
      {},
      { SendDirectMessage: throws(awsError('ForbiddenException', 'client desk-1 may not', 403)) },
      'does not let it receive its own commands',
      'andon-device',
    ],
    ['told too long ago', { command: aCommand({ at: at('08:50') }) }, {}, 'too old', 'andon-on-minute'],
    [
      'told by hand',
      { command: aCommand({ epoch: 'zzz-test', at: at('08:59') }) },
      {},
      'not the cloud\'s: its epoch is "zzz-test"',
      'restart andon-light',
    ],
    [
      'deaf since',
      { report: aReport({ epoch: 'zzz-test', state: 'unknown' }) },
      {},
      'it shows unknown, by a command that the cloud did not send',
      'restart andon-light',
    ],
    ['told nonsense', { command: 'red!' }, {}, 'sent it no command that can be read', 'andon-on-change'],
    ['silent', { report: 'hello' }, {}, 'it has not reported what it shows', 'doctor'],
    ['gone', { report: aReport({ online: false }) }, {}, 'it signed off', 'doctor'],
    ['behind', { report: aReport({ appliedV: 11 }) }, {}, 'has not received the newest', 'in a minute'],
    [
      'without a chip',
      { report: aReport({ state: 'unknown', reason: 'no chip \u001b[31mpinctrl-rp1' }) },
      {},
      'it shows unknown: no chip pinctrl-rp1',
      'It was told help',
    ],
  ])('%s', async (story, lamp, trouble, what, remedy) => {
    const there = aLamp(lamp)
    if (story === 'not installed') there.certificates.clear()
    const { code, said } = await typed('light check desk-1', clientsFor({ ...there.handlers, ...trouble }))
    expect(code).toBe(1)
    const at = said.findIndex((line) => line.startsWith('FAILED') && line.includes(what))
    expect(said).toContainEqual(expect.stringContaining(what))
    expect(said[at + 1]).toContain(remedy)
  })

  it('two devices as one', async () => {
    const there = aLamp()
    there.install('desk-1', 'ef56')
    const { code, said } = await typed('light check desk-1', there.aws)
    expect(code).toBe(1)
    expect(said[0]).toBe('FAILED 2 devices may connect as it, and cut each other off')
  })

  it('a certificate that ends soon, which is no failure yet', async () => {
    const there = aLamp()
    const { code, said } = await typed('light check desk-1', there.aws, { now: at('08:59') })
    expect(code).toBe(0)
    const soon = () => ({
      certificateDescription: { status: 'ACTIVE', validity: { notAfter: new Date('2026-12-01T00:00:00Z') } },
    })
    const later = await typed('light check desk-1', clientsFor({ ...there.handlers, DescribeCertificate: soon }))
    expect(later.code).toBe(0)
    expect(later.said.slice(0, 2)).toEqual([
      'note   its certificate is active until 2026-12-01',
      '       Before that, `npx andon light add desk-1` makes a line for its Pi.',
    ])
    expect(said[0]).toContain('ok')
  })
})

describe('on a laptop, whose lamps come without a certificate,', () => {
  const onLaptop = (there: ReturnType<typeof aLamp>) => {
    there.certificates.clear()
    return { ...there.aws, isLaptop: true }
  }

  it('does not ask for one', async () => {
    const aws = onLaptop(aLamp())
    const { code, said } = await typed('light check desk-1', aws)
    expect(said[0]).toBe('ok     `npm start` runs it on this machine, where it needs no certificate')
    expect(code).toBe(0)
    expect((await typed('light list', aws)).said[1]).toBe('  installed    on this machine, by `npm start`')
  })

  it('speaks of no Pi', async () => {
    const { said } = await typed('light check desk-1', onLaptop(aLamp({ report: 'hello', connection: 'never' })))
    expect(said).toContain('       Start `npm start` without --no-lamps, or connect a lamp of your own.')
    expect(said.at(-1)).toContain('Run this again in some seconds')
    expect(said.slice(1).join()).not.toContain('Pi')
  })
})

it('does not take for the lamp’s fault what the operator may not do', async () => {
  const there = aLamp()
  const denied = () => {
    throw awsError('ForbiddenException', '', 403)
  }
  const { code, said, remarked } = await typed(
    'light check desk-1',
    clientsFor({ ...there.handlers, SendDirectMessage: denied }),
  )
  expect({ code, said }).toEqual({ code: 1, said: [] })
  expect(remarked).toContain('do not allow iot:SendDirectMessage')
})

it('lists every light and cord, one fact a line', async () => {
  const there = aLamp({ report: aReport({ appliedV: 11, state: 'calm' }) })
  const { code, said } = await typed('light list', there.aws)
  expect(code).toBe(0)
  expect(said).toEqual([
    'desk-1: light of checkout; cord of checkout',
    '  installed    yes, certificate ends 2049-12-31',
    '  online       yes',
    '  shows        calm; behind: it was told help at 2026-11-21 08:59 UTC',
    '  agent        0.1.0',
    'wall: light of checkout, search',
    '  installed    no',
    '  online       never',
    '  shows        not known: it has not reported yet',
  ])
})

it('prints how to bring the Pi up to date, with what to check it by', async () => {
  const { code, said } = await typed('light update desk-1', anAndon().aws)
  expect(code).toBe(0)
  expect(said[0]).toMatch(/^\(.*echo 'c0ffee {2}andon-light\.tgz'.* && sudo \.\/andon-light\/andon-light update\)$/)
  expect(said).toHaveLength(1)
})
