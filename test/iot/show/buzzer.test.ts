import fc from 'fast-check'
import type { BuzzerOptions } from '../../../iot/agent/show/buzzer.ts'
import { isQuiet, readQuietHours } from '../../../iot/agent/show/quiet-hours.ts'
import { shownStates } from '../../../iot/contract/light-state.ts'
import { anAnimatedLamp, aShown } from './an-animated-lamp.ts'

/** That time today, as this machine's wall has it, whatever its zone. */
const todayAt = (time: string) => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return new Date(2026, 10, 21, hours, minutes).getTime()
}
const hoursOf = (text: string) => [readQuietHours(text)!]
const always: BuzzerOptions = { quiet: [], muteHours: 8 }

/** The sound alone, e.g. `on 200` for 200 ms of it. */
function beeps(lamp: ReturnType<typeof anAnimatedLamp>, ms: number): string[] {
  const runs: { sound: string; ms: number }[] = []
  for (const run of lamp.watch(ms)) {
    const sound = run.includes('buzzer') ? 'on' : 'off'
    if (runs.at(-1)?.sound !== sound) runs.push({ sound, ms: 0 })
    runs.at(-1)!.ms += Number(run.split(' ')[1])
  }
  return runs.map((run) => `${run.sound} ${Math.round(run.ms / 10) * 10}`)
}

/** For how many milliseconds a lamp sounds within so many, from now on. */
const heard = (lamp: ReturnType<typeof anAnimatedLamp>, ms: number) =>
  beeps(lamp, ms).reduce((sum, run) => sum + (run.startsWith('on') ? Number(run.split(' ')[1]) : 0), 0)
const aLampAt = (time: string, options = always) => {
  const lamp = anAnimatedLamp(options)
  lamp.clock.setWall(todayAt(time))
  return lamp
}

describe('a buzzer', () => {
  it('beeps for a stop until somebody answers', () => {
    const lamp = anAnimatedLamp(always)
    lamp.animation.show(aShown('stop'))
    expect(beeps(lamp, 5000)).toEqual(['on 200', 'off 1800', 'on 200', 'off 1800', 'on 200', 'off 800'])
    lamp.animation.show(aShown('stop', true))
    expect(heard(lamp, 60_000)).toBe(0)
  })

  it.each(['help', 'approval'] as const)('chirps once when it comes to this: %s', (state) => {
    const lamp = anAnimatedLamp(always)
    lamp.animation.show(aShown('calm'))
    lamp.pass(2000)
    lamp.animation.show(aShown(state))
    expect(heard(lamp, 600_000)).toBe(150)
  })

  it('does not chirp again for what it had told before contact was lost, and does for what is new', () => {
    const lamp = anAnimatedLamp(always)
    lamp.animation.show(aShown('help'))
    lamp.pass(60_000)
    lamp.animation.show(aShown('unknown'))
    lamp.pass(60_000)
    lamp.animation.show(aShown('help'))
    expect(heard(lamp, 60_000)).toBe(0)

    lamp.animation.show(aShown('unknown'))
    lamp.pass(60_000)
    lamp.animation.show(aShown('approval'))
    expect(heard(lamp, 60_000)).toBe(150)
  })

  it.each(shownStates.filter((state) => !['stop', 'help', 'approval'].includes(state)))('is silent: %s', (state) => {
    const lamp = anAnimatedLamp(always)
    lamp.animation.show(aShown(state))
    expect(heard(lamp, 10_000)).toBe(0)
  })

  it('is not heard where none was asked for', () => {
    const lamp = anAnimatedLamp()
    lamp.animation.show(aShown('stop'))
    expect(heard(lamp, 10_000)).toBe(0)
  })

  it('keeps quiet at quiet hours, across midnight, and takes up what is still so when they end', () => {
    const lamp = aLampAt('06:59', { quiet: hoursOf('22:00-07:00'), muteHours: 8 })
    lamp.animation.show(aShown('stop'))
    expect(heard(lamp, 60_000)).toBe(0)
    expect(heard(lamp, 20_000)).toBeGreaterThan(1500)

    lamp.clock.setWall(todayAt('22:00'))
    lamp.pass(1000)
    expect(heard(lamp, 60_000)).toBe(0)
  })

  it('is heard while the clock is not set: nobody knows whether it is night', () => {
    const lamp = aLampAt('03:00', { quiet: hoursOf('22:00-07:00'), muteHours: 8 })
    lamp.clock.forgetWall()
    lamp.animation.show(aShown('stop'))
    expect(heard(lamp, 2000)).toBe(200)
  })
})

describe('a mute', () => {
  it('silences at once, also what comes later, shows on the lamp, and ends by itself', () => {
    const lamp = anAnimatedLamp({ quiet: [], muteHours: 8 })
    lamp.animation.show(aShown('stop'))
    lamp.pass(100)
    lamp.animation.toggleMute()
    expect(lamp.now()).not.toContain('buzzer')
    expect(lamp.film.at(-1)!.shown.isMuted).toBe(true)

    lamp.animation.show(aShown('calm'))
    lamp.pass(60_000)
    expect(lamp.watch(10_000).filter((run) => run === '- 150')).toHaveLength(2)
    lamp.animation.show(aShown('stop'))
    expect(heard(lamp, 7.9 * 3_600_000)).toBe(0)

    lamp.pass(0.1 * 3_600_000)
    expect(heard(lamp, 10_000)).toBeGreaterThan(900)
    expect(lamp.film.at(-1)!.shown.isMuted).toBe(false)
    expect(lamp.muted).toEqual([true, false])
  })

  it('ends when the button is pressed again', () => {
    const lamp = anAnimatedLamp(always)
    lamp.animation.show(aShown('stop'))
    lamp.animation.toggleMute()
    lamp.pass(5000)
    lamp.animation.toggleMute()
    expect(lamp.muted).toEqual([true, false])
    expect(heard(lamp, 4000)).toBe(400)
  })

  it('does not end because somebody sets the clock', () => {
    const lamp = anAnimatedLamp(always)
    lamp.animation.toggleMute()
    lamp.clock.setWall(Date.UTC(2040, 1, 1))
    lamp.pass(2000)
    expect(lamp.muted).toEqual([true])
  })

  it('has nothing to say where there is no buzzer, but the press is answered', () => {
    const lamp = anAnimatedLamp()
    lamp.animation.show(aShown('calm'))
    lamp.pass(2000)
    lamp.animation.toggleMute()
    expect(lamp.watch(1000)).toEqual(['- 200', 'green 800'])
    expect(lamp.muted).toEqual([])
  })
})

describe('quiet hours', () => {
  const at = (time: string) => ({ monotonic: 0, wall: todayAt(time), wallIsSet: true })

  it.each([
    ['22:00-07:00', { from: 1320, to: 420 }],
    ['00:00-24:00', { from: 0, to: 1440 }],
    ['12:30-13:05', { from: 750, to: 785 }],
  ])('are read: %s', (text, hours) => expect(readQuietHours(text)).toEqual(hours))

  it.each([
    '',
    '22-7',
    '22:00-7:00',
    '24:00-07:00',
    '12:60-13:00',
    '12:00-12:00',
    '00:00-24:01',
    '22:00–07:00',
    ' 22:00-07:00',
  ])('are not: %j', (text) => expect(readQuietHours(text)).toBeUndefined())

  it('begin with their first minute and end before their last, on both sides of midnight', () => {
    const quiet = [...hoursOf('22:00-07:00'), ...hoursOf('12:00-13:00')]
    const heardAt = (time: string) => !isQuiet(quiet, at(time))
    expect(['21:59', '07:00', '11:59', '13:00', '18:00'].every(heardAt)).toBe(true)
    expect(['22:00', '23:59', '00:00', '06:59', '12:00', '12:59'].some(heardAt)).toBe(false)
  })

  it('cover each minute of the day just where they or their opposite do', () => {
    const minute = fc.integer({ min: 0, max: 1439 })
    fc.assert(
      fc.property(minute, minute, minute, (from, to, now) => {
        fc.pre(from !== to)
        const moment = { monotonic: 0, wall: todayAt('00:00') + now * 60_000, wallIsSet: true }
        expect(isQuiet([{ from, to }], moment)).toBe(!isQuiet([{ from: to, to: from }], moment))
      }),
    )
  })
})
