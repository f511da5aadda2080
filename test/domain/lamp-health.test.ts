import type { LightCommand } from '../../iot/contract/light-command.ts'
import type { LightReport } from '../../iot/contract/light-report.ts'
import { certificateHealthOf, type LastReport, healthOf } from '../../functions/domain/lamp-health.ts'
import { at } from '../signals.ts'

const told: LightCommand = {
  epoch: at('08:00'),
  v: 7,
  line: 'checkout',
  state: 'help',
  acknowledged: false,
  reasons: [],
  at: at('09:00'),
  ttlSeconds: 180,
}

/** A lamp that shows what it was told, as it said at nine. */
const said = (report: Partial<LightReport> = {}, when = at('09:00')): LastReport => ({
  kind: 'report',
  report: {
    epoch: told.epoch,
    appliedV: 7,
    state: 'help',
    at: '1970-01-01T00:00:09Z',
    online: true,
    agent: '0.1.0',
    ...report,
  },
  at: when,
})

/** Judged at that time; the command stands since nine. */
const judged = (lastReport: LastReport, now: string, { isConnected = true, since = at('09:00') } = {}) =>
  healthOf({ lastReport, isConnected }, told, since, at(now))

it('is well when the lamp says that it shows what it was told, however long ago', () => {
  expect(judged(said(), '09:00:01')).toEqual({ kind: 'well' })
  expect(judged(said(), '23:00')).toEqual({ kind: 'well' })
})

it('watches no lamp that was never there', () => {
  expect(judged({ kind: 'none' }, '23:00')).toEqual({ kind: 'well' })
})

it('complains about a report that cannot be read', () => {
  expect(judged({ kind: 'unreadable' }, '09:00')).toEqual({ kind: 'unwell', because: 'its report cannot be read' })
})

describe('a lamp that is off', () => {
  const off = said({ online: false, state: 'unknown' })

  it('has a minute to come back', () => {
    expect(judged(off, '09:00:59', { isConnected: false })).toEqual({ kind: 'unclear' })
    expect(judged(off, '09:01:00', { isConnected: false })).toEqual({
      kind: 'unwell',
      because: 'it has been off or offline since 09:00:00 UTC',
    })
  })

  it('is not, when the broker says that it is connected: its will came after it was back', () => {
    expect(judged(off, '09:30', { isConnected: true })).toEqual({ kind: 'unclear' })
  })
})

describe('a lamp that does not know', () => {
  it('has a minute to hear something', () => {
    expect(judged(said({ state: 'unknown' }), '09:00:59')).toEqual({ kind: 'unclear' })
    expect(judged(said({ state: 'unknown' }), '09:01')).toEqual({ kind: 'unwell', because: 'it shows "unknown"' })
  })

  it('says why', () => {
    expect(judged(said({ state: 'unknown', reason: 'the tower is unplugged' }), '09:01')).toEqual({
      kind: 'unwell',
      because: 'it shows "unknown": the tower is unplugged',
    })
  })
})

describe('a lamp that is behind', () => {
  const behind = said({ appliedV: 6, state: 'calm' }, at('08:59'))

  it('is given the time that a command takes', () => {
    expect(judged(behind, '09:00:14')).toEqual({ kind: 'unclear' })
  })

  it('is stuck after that', () => {
    expect(judged(behind, '09:00:15')).toEqual({
      kind: 'unwell',
      because: 'it is stuck: it has shown "calm" since 08:59:00 UTC, but was told to show "help"',
    })
  })

  it('is stuck however fast the line changes, when it has said nothing for three minutes', () => {
    expect(judged(behind, '09:02:00', { since: at('09:01:59') })).toMatchObject({ kind: 'unwell' })
    expect(judged(behind, '09:01:59', { since: at('09:01:58') })).toEqual({ kind: 'unclear' })
  })

  it('is stuck in an earlier life of the table too', () => {
    expect(judged(said({ epoch: at('07:00'), appliedV: 999 }), '09:01')).toMatchObject({ kind: 'unwell' })
  })
})

it('complains about a lamp that shows something else', () => {
  expect(judged(said({ state: 'calm' }), '09:00:01')).toEqual({
    kind: 'unwell',
    because: 'it shows "calm", but was told to show "help"',
  })
})

it.each([
  ['a version to come', { appliedV: 8 }],
  ['an epoch to come', { epoch: 'zzz-test', appliedV: 1, state: 'test' }],
  ['an epoch to come, which it no longer believes', { epoch: 'zzz-test', appliedV: 1, state: 'unknown' }],
] as const)('complains about a lamp that obeys somebody else, and names the remedy: %s', (_, report) => {
  expect(judged(said(report), '09:00:01')).toEqual({
    kind: 'unwell',
    because: expect.stringMatching(/^it obeys a command that Andon did not send \(epoch .*restart andon-light$/),
  })
})

describe('a certificate', () => {
  const ends = (certificateEnds: string) => certificateHealthOf(said({ certificateEnds }), at('09:00'))

  it('is well a month before its end', () => {
    expect(ends('2026-12-21T09:00:01Z')).toEqual({ kind: 'well' })
  })

  it('calls people after that', () => {
    expect(ends('2026-12-21T09:00:00Z')).toEqual({
      kind: 'unwell',
      because: 'it expires on 2026-12-21, and then the lamp is cut off; make a new one with: npx andon light add',
    })
  })

  it('is not expected of a lamp that needs none', () => {
    expect(certificateHealthOf(said(), at('09:00'))).toEqual({ kind: 'well' })
  })
})
