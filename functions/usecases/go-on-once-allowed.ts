import { type Duration, inWords } from '../domain/duration.ts'
import type { JointVerdict } from '../domain/guards/guard.ts'
import { longestHold, mostHolds, type Until } from '../domain/hold.ts'
import type { GuardedPorts } from './ask-guards.ts'
import { hold, holdUntilThen } from './hold.ts'
import type { Steps } from './steps.ts'

type Hold = Extract<JointVerdict, { kind: 'hold' }>

interface ToPeople {
  readonly kind: 'people'
  readonly because: string
  /** It asked, and nobody decided. */
  readonly expired?: true
}

/**
 * For one run: does work that guards may hold, waits while they hold it, and tries again. After a day of waiting, a
 * question that nobody answered in time, or too many holds, people are called.
 */
export function goOnOnceAllowed(ports: GuardedPorts, steps: Steps, incident: string) {
  let holds = 0
  let waits = 0

  /** @param work gets the name of its step, a new one each time */
  return async <T extends { readonly kind: string }>(
    name: string,
    work: (name: string) => Promise<T | Hold>,
  ): Promise<T | ToPeople> => {
    for (let turn = name; ; turn = `${name}, after hold ${waits}`) {
      const done = await work(turn)
      if (!isHold(done)) return done
      // A person decides on each plan once: that does not go on for ever by itself.
      if (done.until.kind !== 'decision' && ++holds > mostHolds) {
        return { kind: 'people', because: `${done.because}, for the ${holds}th time` }
      }
      const wait = done.until.kind === 'instant' ? waitUntilThen : waitToBeTold
      if ((await wait(ports, steps, incident, done, `hold ${++waits}`)) === 'too-long') {
        return {
          kind: 'people',
          because: `${done.because}, ${tooLong(done.until)}`,
          ...(done.until.kind === 'decision' && { expired: true }),
        }
      }
    }
  }
}

function tooLong(until: Until): string {
  switch (until.kind) {
    case 'line-cleared':
      return 'and has been for a day'
    case 'decision':
      return `and nobody decided within ${until.within === undefined ? 'a day' : inWords(timeToDecide(until))}`
    case 'instant':
      return 'and will be for more than a day'
  }
}

function timeToDecide({ within }: Extract<Until, { kind: 'decision' }>): Duration {
  if (within === undefined) return longestHold
  return within % 60 === 0 ? { minutes: within / 60 } : { seconds: within }
}

type Waited = 'ask-again' | 'too-long'

async function waitToBeTold(
  ports: GuardedPorts,
  steps: Steps,
  incident: string,
  { until, about }: Hold,
  name: string,
): Promise<Waited> {
  const callback = await steps.callback(name, until.kind === 'decision' ? timeToDecide(until) : longestHold)
  const held = await steps.step(`${name}: say so`, () => hold(ports, incident, callback.id, about))
  return held === 'held' && (await callback.ended()) === 'timed-out' ? 'too-long' : 'ask-again'
}

async function waitUntilThen(
  ports: GuardedPorts,
  steps: Steps,
  incident: string,
  { about }: Hold,
  name: string,
): Promise<Waited> {
  const seconds = await steps.step(`${name}: say so`, () => holdUntilThen(ports, incident, about))
  if (seconds === 'too-long') return 'too-long'
  if (seconds !== 'go-on') await steps.wait(name, { seconds })
  return 'ask-again'
}

const isHold = (done: { readonly kind: string }): done is Hold => done.kind === 'hold'
