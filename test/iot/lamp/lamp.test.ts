import type { LightCommand } from '../../../iot/contract/light-command.ts'
import { aLamp, isoOf, nineOClock } from './a-lamp.ts'

describe('a lamp', () => {
  it('knows nothing until it has heard, then shows what it is told', () => {
    const { shown, reports, connect, hearLive } = aLamp()

    connect()
    hearLive({ v: 1, state: 'calm' })
    hearLive({ v: 2, state: 'help' })

    expect(shown).toEqual(['unknown: not-connected', 'unknown: nothing-heard', 'calm', 'help'])
    expect(reports).toEqual(['unknown 0', 'unknown 0', 'calm 1', 'help 2'])
  })

  it('falls to unknown when the command has had its time, and says so once', () => {
    const { clock, shown, reports, connect, hearLive } = aLamp()
    connect()
    hearLive({ v: 1, state: 'calm', ttlSeconds: 90 })

    clock.pass(89.9)
    expect(shown.at(-1)).toBe('calm')
    clock.pass(0.1)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
    clock.pass(3600)
    expect(reports.slice(2)).toEqual(['calm 1', 'unknown 1'])
  })

  it('takes off what the command had already aged on its way', () => {
    const { clock, shown, connect, hearLive } = aLamp()
    connect()
    const at = isoOf(clock)
    clock.pass(60)
    hearLive({ state: 'calm', at, ttlSeconds: 90 })

    clock.pass(29.9)
    expect(shown.at(-1)).toBe('calm')
    clock.pass(0.1)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it('does not count its time by a clock that is set back', () => {
    const { clock, shown, connect, hearLive } = aLamp()
    connect()
    hearLive({ state: 'calm', ttlSeconds: 90 })

    clock.setWall(nineOClock - 3_600_000)
    clock.pass(90)

    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it('ignores what is older or the same, and reports nothing for it', () => {
    const { shown, reports, connect, hearLive } = aLamp()
    connect()
    hearLive({ v: 7, state: 'stop' })

    expect(hearLive({ v: 6, state: 'calm' })).toBe('older')
    expect(hearLive({ v: 7, state: 'calm' })).toBe('repeated')
    expect(hearLive({ epoch: '2026-11-20T00:00:00Z', v: 900, state: 'calm' })).toBe('older')
    expect(shown.at(-1)).toBe('stop')
    expect(reports.slice(2)).toEqual(['stop 7'])
  })

  it('does not grow younger when a command is delivered twice', () => {
    const { clock, shown, connect, hearLive } = aLamp()
    connect()
    const at = isoOf(clock)
    hearLive({ state: 'calm', at })
    clock.pass(60)
    hearLive({ state: 'calm', at })
    clock.pass(30)

    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it('starts again with a later epoch, whose versions count from the beginning', () => {
    const { shown, connect, hearLive } = aLamp()
    connect()
    hearLive({ v: 900, state: 'stop' })
    hearLive({ epoch: '2026-11-21T08:59:00Z', v: 1, state: 'calm' })

    expect(shown.at(-1)).toBe('calm')
  })

  it('knows nothing while the broker is away, and goes on once it hears the same again', () => {
    const { clock, shown, reports, connect, lose, hearLive, hearRetained } = aLamp()
    connect()
    const at = isoOf(clock)
    hearLive({ v: 3, state: 'help', at })

    lose()
    expect(shown.at(-1)).toBe('unknown: not-connected')
    clock.pass(20)
    connect()
    expect(shown.at(-1)).toBe('unknown: nothing-heard')
    hearRetained({ v: 3, state: 'help', at })
    expect(shown.at(-1)).toBe('help')
    expect(reports.slice(-2)).toEqual(['unknown 3', 'help 3'])

    clock.pass(70)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it('does not grow younger when it hears the same again by a clock that was set back', () => {
    const { clock, shown, connect, lose, hearLive, hearRetained } = aLamp()
    connect()
    const at = isoOf(clock)
    hearLive({ v: 3, at, ttlSeconds: 90 })
    lose()
    clock.pass(20)
    clock.setWall(nineOClock - 30_000)
    connect()
    hearRetained({ v: 3, at, ttlSeconds: 90 })

    clock.pass(69.9)
    expect(shown.at(-1)).toBe('help')
    clock.pass(0.1)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it('stays unknown when a broker comes back with less than it knew', () => {
    const { shown, connect, lose, hearLive, hearRetained } = aLamp()
    connect()
    hearLive({ v: 3, state: 'stop' })
    lose()
    connect()
    hearRetained({ v: 2, state: 'calm' })

    expect(shown.at(-1)).toBe('unknown: nothing-heard')
  })

  it('remembers a command that came too late, so that an older one does not win', () => {
    const { clock, shown, connect, hearLive } = aLamp()
    connect()
    hearLive({ v: 5, state: 'stop', at: '2026-11-21T08:00:00Z' })
    expect(shown.at(-1)).toBe('unknown: not-fresh')

    hearLive({ v: 4, state: 'calm', at: isoOf(clock) })
    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it('ignores a command from the future, but for a small difference of the clocks', () => {
    const { shown, connect, hearLive } = aLamp()
    connect()

    expect(hearLive({ v: 1, state: 'calm', at: '2026-11-21T09:01:00Z' })).toBeUndefined()
    expect(hearLive({ v: 2, state: 'help', at: '2026-11-21T09:01:00.001Z' })).toBe('from-the-future')
    expect(shown.at(-1)).toBe('calm')
  })
})

describe('a lamp that was lied to by hand', () => {
  /** Somebody publishes a command whose epoch none of the cloud's ever reaches; then the cloud goes on. */
  function liedTo(lie: Partial<LightCommand>) {
    const lamp = aLamp()
    lamp.connect()
    lamp.hearLive({ v: 7, state: 'help' })
    lamp.hearLive({ v: 1, state: 'test', ...lie })
    return lamp
  }

  it.each([
    ['no time at all', { epoch: 'zzz-test', ttlSeconds: 20 }],
    ['a time to come', { epoch: '2099-01-01T00:00:00Z' }],
    ['no time, for a whole day', { epoch: 'zzz-test', ttlSeconds: 86_400 }],
  ])('obeys the cloud’s next command: an epoch that is %s', (_, lie) => {
    const { clock, shown, hearLive, hearRetained } = liedTo(lie)
    expect(shown.at(-1)).toBe('test')
    clock.pass(1)
    expect(hearRetained({ v: 8, state: 'stop' })).toBeUndefined()
    expect(shown.at(-1)).toBe('stop')
    expect(hearLive({ v: 7, state: 'help', at: '2026-11-21T09:00:00Z' })).toBe('older')
    expect(shown.at(-1)).toBe('stop')
  })

  it('obeys the cloud again once the lie is no longer valid, where it might be the truth', () => {
    const { clock, shown, hearLive } = liedTo({ epoch: '2026-11-21T08:59:00Z', ttlSeconds: 90 })
    clock.pass(60)
    expect(hearLive({ v: 8, state: 'stop' })).toBe('older')
    expect(shown.at(-1)).toBe('test')
    clock.pass(60)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
    hearLive({ v: 9, state: 'stop' })
    expect(shown.at(-1)).toBe('stop')
  })

  it('does not take what the cloud said before for news', () => {
    const { clock, hearLive, shown } = liedTo({ epoch: 'zzz-test' })
    clock.pass(1)
    expect(hearLive({ v: 7, state: 'help', at: '2026-11-21T09:00:00Z' })).toBe('older')
    expect(shown.at(-1)).toBe('test')
  })
})
