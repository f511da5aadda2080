import fc from 'fast-check'
import { beat, liveAndon } from '../simulated-week/andon.ts'
import { all, type Fate, names } from '../simulated-week/cloudwatch.ts'

const day = 24 * 3600
/** Seconds. */
const longestDelay = 6 * 3600
/** The answer of CloudWatch, and what is said of it, take their time. */
const onTheWay = 20

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 5, arbitrary: fc.constant([1]) },
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.double({ min: 0.1, max: 5, noNaN: true }), fc.integer({ min: 1, max: longestDelay })),
  },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: longestDelay })) },
)
const happening = fc.record({
  /** Most things happen at their own time, some at the same. */
  after: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 1500 }) },
    { weight: 1, arbitrary: fc.constantFrom(0, 0.2, 1) },
  ),
  alarm: fc.constantFrom(...all),
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('ALARM', 'OK') },
    { weight: 1, arbitrary: fc.constantFrom('INSUFFICIENT_DATA', 'delete', 'mute') },
  ),
  seconds: fc.integer({ min: 1, max: 4 * 3600 }),
  fate,
})
type Happening = typeof happening extends fc.Arbitrary<infer H> ? H : never

async function liveThrough(happenings: readonly Happening[]) {
  const andon = liveAndon()
  const { time, cloudwatch } = andon
  const calm: string[] = []
  const happen = ({ alarm, what, seconds, fate: its }: Happening) => {
    if (what === 'delete') cloudwatch.delete(alarm, its)
    else if (what === 'mute') cloudwatch.mute(alarm, seconds)
    else cloudwatch.set(alarm, { state: what }, its)
  }
  let at = 0
  for (const one of happenings) time.after((at += one.after), () => happen(one))
  time.every(beat, async () => void (await andon.reconcile()))
  time.every(30, () => {
    const open = new Set(andon.open())
    for (const name of names) {
      const since = cloudwatch.truth.holdsSince(name)
      if (since === undefined || time.now - since <= (beat + onTheWay) * 1000) continue
      if (!open.has(name) || andon.stateOf(name.split('-')[0] ?? '') === 'calm') {
        calm.push(`${new Date(time.now).toISOString()} ${name}`)
      }
    }
  })
  await time.pass(7 * day)
  // Of an alarm without data nobody can say whether it holds: in the end each is one or the other, unheard.
  for (const [nth, name] of cloudwatch.withoutData().entries()) {
    cloudwatch.set(name, { state: nth % 2 === 0 ? 'OK' : 'ALARM' }, [])
  }
  await time.pass(longestDelay + 2 * beat)
  return { ...andon, calm }
}

it('at the end of a week of trouble what is open is what CloudWatch holds, and no line was calm for long meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 700, maxLength: 800 }), async (happenings) => {
      const { open, cloudwatch, calm, wrong, table } = await liveThrough(happenings)
      expect({ calm, wrong }).toEqual({ calm: [], wrong: [] })
      expect(open()).toEqual(cloudwatch.truth.holding())
      // It proves nothing of a week in which nothing happened.
      expect(table.incidents().length).toBeGreaterThan(50)
    }),
    { seed: 8, numRuns: 3, endOnFailure: true },
  )
})
