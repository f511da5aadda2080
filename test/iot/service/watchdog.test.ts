import { superviseFor, supervise, watchdogTime } from '../../../iot/agent/service/watchdog.ts'
import { MovedClock } from '../clock/moved-clock.ts'

/** systemd's ear, and a lamp whose health is ours to choose. */
function aSupervised({ isWatched = true, isDeaf = false } = {}) {
  const clock = new MovedClock()
  const lamp = { isWell: true, status: 'connected, shows calm' }
  const ear = { heard: [] as string[], isDeaf }
  const notify = (message: string) => {
    if (ear.isDeaf) return false
    ear.heard.push(message)
    return true
  }
  const options = { clock, isWell: () => lamp.isWell, status: () => lamp.status, log: () => {} }
  return { clock, lamp, ear, supervision: supervise(notify, isWatched ? 30_000 : undefined, options) }
}
const signs = (heard: readonly string[]) => heard.filter((message) => message.split('\n').includes('WATCHDOG=1'))

describe('the watchdog', () => {
  it('hears at once that we run, and what the lamp shows', () => {
    const { ear } = aSupervised()

    expect(ear.heard).toEqual(['READY=1\nSTATUS=connected, shows calm\nWATCHDOG=1'])
  })

  it('hears of us three times in the time that it allows, and nothing else while nothing changes', () => {
    const { clock, ear } = aSupervised()
    ear.heard.length = 0

    clock.pass(30)

    expect(ear.heard).toEqual(['WATCHDOG=1', 'WATCHDOG=1', 'WATCHDOG=1'])
  })

  it('is not fed while the lamp is stuck, and says so; is fed again once it is', () => {
    const { clock, lamp, ear } = aSupervised()
    ear.heard.length = 0

    lamp.isWell = false
    clock.pass(120)
    expect(ear.heard).toEqual(['STATUS=the lamp is stuck; connected, shows calm'])

    lamp.isWell = true
    clock.pass(1)
    expect(ear.heard.at(-1)).toBe('STATUS=connected, shows calm\nWATCHDOG=1')
  })

  it('goes on being fed without contact: a restart would not bring the broker back', () => {
    const { clock, lamp, ear } = aSupervised()

    lamp.status = 'not connected to the broker'
    clock.pass(300)

    expect(signs(ear.heard).length).toBeGreaterThanOrEqual(30)
    expect(ear.heard).toContain('STATUS=not connected to the broker')
  })

  it('learns within a second what has changed', () => {
    const { clock, lamp, ear } = aSupervised()

    lamp.status = 'connected, shows stop'
    clock.pass(1)

    expect(ear.heard.at(-1)).toBe('STATUS=connected, shows stop')
  })

  it('hears again what it did not take', () => {
    const { clock, ear } = aSupervised({ isDeaf: true })
    clock.pass(5)
    ear.isDeaf = false
    clock.pass(1)

    expect(ear.heard).toEqual(['READY=1\nSTATUS=connected, shows calm\nWATCHDOG=1'])
  })

  it('takes no orders from the title of an incident', () => {
    const { clock, lamp, ear } = aSupervised()

    lamp.status = 'shows stop: disk full\nMAINPID=1\nWATCHDOG=trigger'
    clock.pass(1)

    expect(ear.heard.at(-1)).toBe('STATUS=shows stop: disk full MAINPID=1 WATCHDOG=trigger')
  })

  it('gets a status and no signs where the unit asks for none', () => {
    const { clock, ear } = aSupervised({ isWatched: false })

    clock.pass(100)

    expect(ear.heard).toEqual(['READY=1\nSTATUS=connected, shows calm'])
  })

  it('hears that we end, and nothing after that', () => {
    const { clock, ear, supervision } = aSupervised()

    supervision.stop()
    clock.pass(100)

    expect(ear.heard.at(-1)).toBe('STOPPING=1')
  })
})

describe('the time that systemd allows', () => {
  const pid = 4711
  it.each([
    ['as the unit sets it', { WATCHDOG_USEC: '30000000', WATCHDOG_PID: '4711' }, 30_000],
    ['without a process named', { WATCHDOG_USEC: '30000000' }, 30_000],
    ['for the process that started us', { WATCHDOG_USEC: '30000000', WATCHDOG_PID: '1' }, undefined],
    ['none', {}, undefined],
    ['nonsense', { WATCHDOG_USEC: '-3' }, undefined],
  ])('%s', (_what, environment, expected) => expect(watchdogTime(environment, pid)).toBe(expected))
})

describe('without systemd', () => {
  const options = { clock: new MovedClock(), isWell: () => true, status: () => '', log: () => {} }

  it('nobody is told anything', () => {
    expect(() => superviseFor({}, options).stop()).not.toThrow()
  })

  it('says what to do where systemd asks to be told and cannot be', () => {
    const log: string[] = []
    superviseFor({ NOTIFY_SOCKET: 'nonsense' }, { ...options, log: (line) => log.push(line) }).stop()
    expect(log).toEqual([expect.stringContaining('Set Type=exec')])
  })
})
