import fc from 'fast-check'
import { runLamp } from '../../../iot/agent/lamp/run-lamp.ts'
import type { Shown } from '../../../iot/agent/lamp/shown.ts'
import { isNewer, type LightCommand } from '../../../iot/contract/light-command.ts'
import { lightStates } from '../../../iot/contract/light-state.ts'
import { aCommand } from './a-command.ts'
import { MovedClock } from '../clock/moved-clock.ts'

const start = Date.UTC(2026, 10, 21, 9)
const iso = (time: number) => new Date(time).toISOString()
const ttlSeconds = 90

/** What the cloud says from a minute ago on: each command later and newer than the one before. */
const said = fc
  .array(fc.record({ secondsLater: fc.integer({ min: 1, max: 40 }), state: fc.constantFrom(...lightStates) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((changes) => {
    let at = start - 60_000
    return changes.map(({ secondsLater, state }, v): LightCommand => {
      at += secondsLater * 1000
      return aCommand({
        epoch: v < 6 ? '2026-11-20T00:00:00Z' : '2026-11-21T00:00:00Z',
        v,
        state,
        at: iso(at),
        ttlSeconds,
      })
    })
  })

/** Any command may come at any time, any number of times, kept by the broker or not. */
const happening = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('delivered' as const), which: fc.nat(11), retained: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('passed' as const), seconds: fc.integer({ min: 1, max: 100 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('connected' as const, 'lost' as const) }) },
)

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never
const happenings = fc.array(happening, { maxLength: 60 }).map((rest): Happening[] => [{ kind: 'connected' }, ...rest])

interface Seen {
  readonly shown: Shown
  readonly isConnected: boolean
  /** Of all that was received. */
  readonly newest: LightCommand | undefined
  /** When that first came as it was made, not kept by the broker: on the monotonic clock. */
  readonly newestCameAt: number | undefined
}

/** Runs it all on a lamp, and calls `check` whenever something can have changed and ten times within each wait. */
function live(
  commands: readonly LightCommand[],
  story: readonly Happening[],
  clock: MovedClock,
  check: (now: Seen) => void,
) {
  let seen: Seen = {
    shown: { state: 'unknown', because: 'not-connected' },
    isConnected: false,
    newest: undefined,
    newestCameAt: undefined,
  }
  const lamp = runLamp({ version: '1', clock }, { show: (shown) => (seen = { ...seen, shown }), report: () => {} })

  const deliver = (command: LightCommand, retained: boolean) => {
    if (lamp.learn({ kind: 'commanded', command, retained }) === 'from-the-future') return
    if (isNewer(command, seen.newest)) seen = { ...seen, newest: command, newestCameAt: undefined }
    if (command === seen.newest && !retained)
      seen = { ...seen, newestCameAt: seen.newestCameAt ?? clock.moment().monotonic }
  }
  for (const happened of story) {
    switch (happened.kind) {
      case 'connected':
      case 'lost':
        seen = { ...seen, isConnected: happened.kind === 'connected' }
        lamp.learn(happened)
        break
      case 'delivered':
        deliver(commands[happened.which % commands.length]!, happened.retained)
        break
      case 'passed':
        for (let part = 0; part < 10; part++) {
          clock.pass(happened.seconds / 10)
          check(seen)
        }
    }
    check(seen)
  }
}

describe('whatever is lost, late, repeated or out of order', () => {
  const always = (clockIsSet: boolean, check: (seen: Seen, clock: MovedClock) => void) => {
    let timesItKnew = 0
    fc.assert(
      fc.property(said, happenings, (commands, story) => {
        const clock = new MovedClock(start)
        if (!clockIsSet) clock.forgetWall()
        live(commands, story, clock, (seen) => {
          if (seen.shown.state === 'unknown') return
          timesItKnew++
          check(seen, clock)
        })
      }),
      { numRuns: 300 },
    )
    // A property says nothing of lamps that never know anything.
    expect(timesItKnew).toBeGreaterThan(100)
  }

  it.each([true, false])(
    'a lamp shows the newest it ever received, or that it does not know (clock set: %s)',
    (isSet) => {
      always(isSet, ({ shown, newest, isConnected }) => {
        expect(isConnected).toBe(true)
        expect(shown.state).toBe(newest?.state)
      })
    },
  )

  it('a lamp never shows what has had its time', () => {
    always(true, ({ newest }, clock) => {
      expect(clock.moment().wall).toBeLessThan(Date.parse(newest!.at) + ttlSeconds * 1000)
    })
  })

  it('a lamp without a clock shows only what came live, and for no longer than its time', () => {
    always(false, ({ newestCameAt }, clock) => {
      expect(newestCameAt).toBeDefined()
      expect(clock.moment().monotonic).toBeLessThan(newestCameAt! + ttlSeconds * 1000)
    })
  })
})
