import config from '../fixtures/andon.config.ts'
import { placesOf } from '../../functions/config/places.ts'
import type { ParsedAlarm, PulledFrom, ParsedPull } from '../../functions/domain/parsed-message.ts'
import { place } from '../../functions/domain/place.ts'
import { at } from '../signals.ts'

const places = placesOf(config)
const anAlarmOf = (name: string): ParsedAlarm => ({
  kind: 'alarm',
  name,
  arn: `arn:${name}`,
  state: 'alarm',
  reason: '',
  at: at('09:00'),
  url: '',
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

  it('of no line is ignored', () => {
    expect(place(places, anAlarmOf('billing'))).toEqual([])
  })
})

const withButton = placesOf({ ...config, cords: { 'desk-1': { pulls: 'checkout', button: 'G030' } } })

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
      'unknown button "X" (known: none); add it to andon.config.ts as the `button` of a cord and deploy',
    ],
    [
      { kind: 'line', line: 'chekout' },
      'unknown line "chekout" (known: checkout, search, platform); add it to andon.config.ts under `lines` and deploy',
    ],
  ])('from an unknown place is refused with the remedy: %j', (from, message) => {
    expect(() => place(places, aPullFrom(from))).toThrow(message)
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
