import { clockSetting, type TimeKeeping } from '../../../iot/agent/clock/clock-setting.ts'
import { machineClock } from '../../../iot/agent/clock/clock.ts'
import { kernelSaysSet } from '../../../iot/agent/clock/kernel-clock.ts'

const today = Date.UTC(2026, 10, 21, 9)

/** A Pi that has just started: a plausible time from a file, and nobody who has set it. */
const aPi = (but: Partial<TimeKeeping> = {}) =>
  clockSetting({ restoresAtBoot: true, timesyncSaysSet: () => false, kernelSaysSet: () => false, ...but })

describe('whether the clock is set', () => {
  it('is not told by a plausible time where systemd restores one', () => {
    expect(aPi()({ monotonic: 0, wall: today })).toBe(false)
  })

  it.each<[string, Partial<TimeKeeping>]>([
    ['timesyncd', { timesyncSaysSet: () => true }],
    ['the kernel', { kernelSaysSet: () => true }],
  ])('is told there by %s', (_who, but) => expect(aPi(but)({ monotonic: 0, wall: today })).toBe(true))

  it('is not told by a kernel that cannot be asked', () => {
    expect(aPi({ kernelSaysSet: () => undefined })({ monotonic: 0, wall: today })).toBe(false)
  })

  it.each([
    [today, true],
    [Date.UTC(2026, 9, 31), false],
    [0, false],
  ])('is told elsewhere by the time itself: %d', (wall, expected) => {
    expect(aPi({ restoresAtBoot: false })({ monotonic: 0, wall })).toBe(expected)
  })

  it('is asked again, but not at every moment', () => {
    let timesAsked = 0
    let isSynchronized = false
    const isSet = aPi({
      timesyncSaysSet() {
        timesAsked++
        return isSynchronized
      },
    })
    for (let monotonic = 0; monotonic < 10_000; monotonic += 50) expect(isSet({ monotonic, wall: today })).toBe(false)
    expect(timesAsked).toBeLessThan(6)

    isSynchronized = true
    expect(isSet({ monotonic: 13_000, wall: today })).toBe(true)
  })

  it('stays so, whatever is heard later', () => {
    let isSynchronized = true
    const isSet = aPi({ timesyncSaysSet: () => isSynchronized })
    expect(isSet({ monotonic: 0, wall: today })).toBe(true)
    isSynchronized = false
    expect(isSet({ monotonic: 60_000, wall: 0 })).toBe(true)
  })
})

it('asks this machine’s own kernel, or learns that it cannot', () => {
  expect([true, false, ...(process.platform === 'linux' ? [] : [undefined])]).toContain(kernelSaysSet())
})

it('names the boot, and tells a moment', () => {
  expect(machineClock.boot).toMatch(/^[0-9a-f-]{36}$/)
  const [before, after] = [machineClock.moment(), machineClock.moment()]
  expect(after.monotonic).toBeGreaterThanOrEqual(before.monotonic)
})
