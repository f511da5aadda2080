import fc from 'fast-check'
import { paced } from '../../iot/agent/report-pacing.ts'
import { MovedClock } from './moved-clock.ts'

function aPace() {
  const clock = new MovedClock()
  const sent: { what: string; at: number }[] = []
  const pace = paced<string>(clock, (what) => sent.push({ what, at: clock.moment().monotonic }))
  return { clock, pace, sent, words: () => sent.map(({ what }) => what) }
}

describe('what is reported', () => {
  it('goes out at once, and then once a second, the latest only', () => {
    const { clock, pace, words } = aPace()
    pace.send('a')
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
    pace.send('b')
    pace.drop()
    clock.pass(60)
    pace.send('c')
    expect(words()).toEqual(['a', 'c'])
  })

  it('is never more than one a second, and the last is always heard', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(waits, (times) => {
        const { clock, pace, sent } = aPace()
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
