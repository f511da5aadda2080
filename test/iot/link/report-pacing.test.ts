import fc from 'fast-check'
import { paced } from '../../../iot/agent/link/report-pacing.ts'
import { MovedClock } from '../clock/moved-clock.ts'

function aPace(chance = () => 0) {
  const clock = new MovedClock()
  const sent: { what: string; at: number }[] = []
  const pace = paced<string>(clock, chance, (what) => sent.push({ what, at: clock.moment().monotonic }))
  return { clock, pace, sent, words: () => sent.map(({ what }) => what) }
}

describe('what is reported', () => {
  it('goes out within a second, for many lamps have the same to say, and no later for what comes meanwhile', () => {
    const { clock, pace, words } = aPace(() => 0.7)
    pace.send('a')
    clock.pass(0.6)
    pace.send('b')
    expect(words()).toEqual([])
    clock.pass(0.1)
    expect(words()).toEqual(['b'])
  })

  it('goes out once a second, the latest only', () => {
    const { clock, pace, words } = aPace()
    pace.send('a')
    clock.pass(0)
    expect(words()).toEqual(['a'])

    for (const next of ['b', 'c', 'd']) {
      clock.pass(0.3)
      pace.send(next)
    }
    expect(words()).toEqual(['a'])
    clock.pass(0.1)
    expect(words()).toEqual(['a', 'd'])
    clock.pass(60)
    expect(words()).toEqual(['a', 'd'])
  })

  it('is forgotten when it is dropped', () => {
    const { clock, pace, words } = aPace()
    pace.send('a')
    clock.pass(0)
    pace.send('b')
    pace.drop()
    clock.pass(60)
    pace.send('c')
    clock.pass(0)
    expect(words()).toEqual(['a', 'c'])
  })

  it('is never more than one a second, and the last is always heard', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(waits, fc.double({ min: 0, max: 0.999, noNaN: true }), (times, chance) => {
        const { clock, pace, sent } = aPace(() => chance)
        times.forEach((ms, at) => {
          clock.pass(ms / 1000)
          pace.send(String(at))
        })
        clock.pass(1)
        expect(sent.at(-1)?.what).toBe(String(times.length - 1))
        sent.slice(1).forEach(({ at }, before) => expect(at - sent[before]!.at).toBeGreaterThanOrEqual(1000 - 1e-6))
      }),
    )
  })
})
