import config from '../fixtures/andon.config.ts'
import type { PlaybookChoice } from '../../functions/config/define-andon.ts'
import { placesOf } from '../../functions/config/places.ts'
import type { ParsedAlarm, PulledFrom, ParsedPull } from '../../functions/domain/parsed-message.ts'
import { place } from '../../functions/domain/place.ts'
import { lineOf } from '../../functions/domain/settle.ts'
import { at, home } from '../signals.ts'

const places = placesOf(config, home)
const anAlarmOf = (name: string, origin = home): ParsedAlarm => ({
  kind: 'alarm',
  name,
  arn: `arn:${name}`,
  state: 'alarm',
  reason: '',
  at: at('09:00'),
  url: '',
  ...origin,
  detail: { alarmName: name },
})
const aPullFrom = (from: PulledFrom): ParsedPull => ({
  kind: 'pull',
  id: '1',
  from,
  click: 'SINGLE',
  by: 'ada',
  via: 'cord',
  at: at('09:00'),
})

describe('an alarm', () => {
  it('goes to the line whose pattern takes it, with the playbook that is chosen for it', () => {
    expect(place(places, anAlarmOf('checkout-5xx'))).toMatchObject([
      { line: 'checkout', playbook: { name: 'restart-checkout', title: 'Restart checkout', atMostPerHour: 5 } },
    ])
  })

  it('calls people where no playbook is chosen', () => {
    expect(place(places, anAlarmOf('search-latency'))).toMatchObject([{ line: 'search' }])
    expect(place(places, anAlarmOf('search-latency'))[0]).not.toHaveProperty('playbook')
  })

  const staging = { account: '222233334444', region: 'eu-west-1' }
  const inAll = { alarmName: ['checkout-5xx'] }
  const placesWith = (...playbooks: PlaybookChoice<'restart-checkout'>[]) =>
    placesOf({ ...config, lines: { ...config.lines, checkout: { ...config.lines.checkout, playbooks } } }, home)

  it.each([staging, { ...home, account: staging.account }, { ...home, region: staging.region }])(
    'of elsewhere (%j) calls people, and names the playbook that does not run',
    (origin) => {
      const [signal] = place(places, anAlarmOf('checkout-5xx', origin))
      expect(signal).toMatchObject({ line: 'checkout', ...origin, elsewhere: true, withheld: 'Restart checkout' })
      expect(signal).not.toHaveProperty('playbook')
    },
  )

  it('of elsewhere starts a playbook where its choice names that account and region', () => {
    const both = placesWith({ when: inAll, from: staging, run: 'restart-checkout' })
    expect(place(both, anAlarmOf('checkout-5xx', staging))).toMatchObject([
      { elsewhere: true, playbook: { name: 'restart-checkout' } },
    ])
    expect(place(both, anAlarmOf('checkout-5xx'))).toMatchObject([{ withheld: 'Restart checkout' }])
    expect(place(both, anAlarmOf('checkout-5xx'))[0]).not.toHaveProperty('elsewhere')
  })

  it('finds a later choice where an earlier one is for another account', () => {
    const first = { when: inAll, from: staging, run: 'restart-checkout' } as const
    const [signal] = place(placesWith(first, { when: inAll, run: 'restart-checkout' }), anAlarmOf('checkout-5xx'))
    expect(signal).toMatchObject({ playbook: { name: 'restart-checkout' } })
    expect(signal).not.toHaveProperty('withheld')
  })

  it('is a line’s by its account and tags too', () => {
    const alarms = { account: [staging.account], tags: { team: ['shop'] } }
    const search = { ...config.lines.search, alarms }
    const ofStaging = placesOf({ ...config, lines: { search, checkout: config.lines.checkout } }, home)
    const linesOf = (alarm: ParsedAlarm) => place(ofStaging, { ...alarm, tags: { team: 'shop' } }).map(lineOf)
    expect(linesOf(anAlarmOf('checkout-5xx', staging))).toEqual(['search'])
    expect(linesOf(anAlarmOf('checkout-5xx'))).toEqual(['checkout'])
    const forged = { ...anAlarmOf('checkout-5xx'), detail: { alarmName: 'checkout-5xx', account: staging.account } }
    expect(linesOf(forged)).toEqual(['checkout'])
  })

  it('of no line is ignored', () => {
    expect(place(places, anAlarmOf('billing'))).toEqual([])
  })
})

const withButton = placesOf({ ...config, cords: { 'desk-1': { pulls: 'checkout', button: 'G030' } } }, home)

describe('a pull', () => {
  it('goes to the line of its cord', () => {
    expect(place(places, aPullFrom({ kind: 'cord', cord: 'desk-2' }))).toMatchObject([
      { line: 'search', key: 'cord desk-2' },
    ])
  })

  it('of a button goes where the cord of that serial goes', () => {
    expect(place(withButton, aPullFrom({ kind: 'button', serial: 'G030' }))).toMatchObject([
      { line: 'checkout', key: 'cord desk-1' },
    ])
  })

  it.each<[PulledFrom, string]>([
    [
      { kind: 'cord', cord: 'desk-9' },
      'unknown cord "desk-9" (known: desk-1, desk-2); add it to andon.config.ts under `cords` and deploy',
    ],
    [
      { kind: 'button', serial: 'X' },
      'unknown button "X" (known: none); add it to andon.config.ts as the `button` of a cord and deploy; it was heard on iotbutton/X',
    ],
    [
      { kind: 'line', line: 'chekout' },
      'unknown line "chekout" (known: checkout, search, platform); add it to andon.config.ts under `lines` and deploy',
    ],
  ])('from an unknown place is refused with the remedy: %j', (from, message) => {
    expect(() => place(places, aPullFrom(from))).toThrow(message)
  })
})

describe('a line that was renamed', () => {
  const { checkout, ...others } = config.lines
  const lines = { shop: { ...checkout, was: ['till', 'checkout'] }, ...others }
  const renamed = placesOf({ ...config, lines, cords: { 'desk-1': { pulls: 'shop' } } }, home)

  it('is pulled by each of its names, and by the one key that its cord has had from the first', () => {
    const pulled = (line: string) => place(renamed, aPullFrom({ kind: 'line', line }))
    for (const name of ['shop', 'checkout', 'till']) {
      expect(pulled(name)).toMatchObject([{ line: 'shop', key: 'cord-of-line till' }])
    }
    expect(() => pulled('chekout')).toThrow('unknown line "chekout" (known: shop, search, platform)')
  })

  it('has what is open under an earlier name, and its playbooks are for it', () => {
    const open = { incident: 'checkout-1', line: 'checkout' }
    expect(place(renamed, { ...anAlarmOf('checkout-5xx'), open })).toMatchObject([
      { line: 'shop', incident: 'checkout-1', playbook: { name: 'restart-checkout' } },
    ])
  })
})

describe('a button tells of its battery', () => {
  const pressed = (millivolts: number) =>
    place(withButton, { ...aPullFrom({ kind: 'button', serial: 'G030' }), millivolts })

  it('which calls the platform’s people when it runs low, after the people of the line', () => {
    expect(pressed(1199)).toMatchObject([
      { kind: 'pull', line: 'checkout' },
      { kind: 'device', line: 'platform', key: 'battery of cord desk-1', state: 'alarm' },
    ])
  })

  it('and is fine again with a new one', () => {
    expect(pressed(1200)).toMatchObject([{ kind: 'pull' }, { kind: 'device', state: 'ok' }])
  })

  it('or says nothing of it', () => {
    expect(place(withButton, aPullFrom({ kind: 'button', serial: 'G030' }))).toHaveLength(1)
  })
})
