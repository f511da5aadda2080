import { aLamp, nineOClock } from './a-lamp.ts'
import { MovedClock } from '../clock/moved-clock.ts'

describe('a lamp on a machine whose clock is not set', () => {
  const withoutClock = () => {
    const clock = new MovedClock()
    clock.forgetWall()
    return aLamp(clock)
  }

  it('does not believe what the broker had kept, and does believe what comes live', () => {
    const { clock, shown, connect, hearLive, hearRetained } = withoutClock()
    connect()
    hearRetained({ v: 1, state: 'calm', at: '2026-11-21T08:59:59Z' })
    expect(shown.at(-1)).toBe('unknown: clock-not-set')

    hearLive({ v: 2, state: 'help', at: '2026-11-21T09:00:00Z', ttlSeconds: 90 })
    clock.pass(89.9)
    expect(shown.at(-1)).toBe('help')
    clock.pass(0.1)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it('gives the kept command its due once the clock is set, without hearing it again', () => {
    const { clock, shown, reports, connect, hearRetained } = withoutClock()
    connect()
    hearRetained({ v: 1, state: 'calm', at: '2026-11-21T08:59:30Z', ttlSeconds: 90 })
    clock.pass(10)
    expect(shown.at(-1)).toBe('unknown: clock-not-set')

    clock.setWall(nineOClock)
    clock.pass(1)
    expect(shown.at(-1)).toBe('calm')
    expect(reports.at(-1)).toBe('calm 1')
    clock.pass(58.9)
    expect(shown.at(-1)).toBe('calm')
    clock.pass(0.1)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it.each([
    ['is a day old', '2026-11-20T09:00:00Z'],
    ['comes from the future', '2026-11-21T09:02:00Z'],
  ])('does not believe the kept command when the clock, once set, says that it %s', (_what, at) => {
    const { clock, shown, connect, hearRetained } = withoutClock()
    connect()
    hearRetained({ v: 1, state: 'calm', at })
    clock.setWall(nineOClock)
    clock.pass(1)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it('takes off what a live command had aged on its way, once the clock is set', () => {
    const { clock, shown, connect, hearLive } = withoutClock()
    connect()
    hearLive({ v: 1, state: 'calm', at: '2026-11-21T08:59:00Z', ttlSeconds: 90 })
    clock.setWall(nineOClock)
    clock.pass(29.9)
    expect(shown.at(-1)).toBe('calm')
    clock.pass(0.1)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it('gives a live command no more time for a clock that was set back', () => {
    const { clock, shown, connect, hearLive } = withoutClock()
    connect()
    hearLive({ v: 1, state: 'calm', at: '2026-11-21T09:00:00Z', ttlSeconds: 90 })
    clock.pass(60)
    clock.setWall(nineOClock)
    clock.pass(30)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
  })

  it('believes the kept command once the clock is set and it is heard again', () => {
    const { clock, shown, connect, lose, hearRetained } = withoutClock()
    connect()
    hearRetained({ v: 1, state: 'calm', at: '2026-11-21T08:59:30Z' })
    lose()
    clock.setWall(nineOClock)
    connect()
    hearRetained({ v: 1, state: 'calm', at: '2026-11-21T08:59:30Z' })

    expect(shown.at(-1)).toBe('calm')
  })

  it('is not deaf for ever to one from the future that it took while its clock was not set', () => {
    const { clock, shown, connect, hearLive, hearRetained } = withoutClock()
    connect()
    hearLive({ epoch: '2099-01-01T00:00:00Z', v: 1, state: 'test', at: '2099-01-01T00:00:00Z' })
    expect(shown.at(-1)).toBe('test')
    clock.setWall(nineOClock)
    clock.pass(1)
    expect(shown.at(-1)).toBe('unknown: not-fresh')
    hearRetained({ v: 2, state: 'help', at: '2026-11-21T09:00:00Z' })
    expect(shown.at(-1)).toBe('help')
  })
})
