import { longestHold, mostHolds, type Until } from '../domain/hold.ts'
import type { JointVerdict } from '../domain/guards/guard.ts'
import type { GuardedPorts } from './ask-guards.ts'
import { hold, holdUntilThen } from './hold.ts'
import type { Steps } from './steps.ts'

type Hold = Extract<JointVerdict, { kind: 'hold' }>

interface ToPeople {
  readonly kind: 'people'
  readonly because: string
}

/**
 * For one run: does work that guards may hold, waits while they hold it, and tries again. After a day of waiting, or
 * too many holds, people are called.
 */
export function goOnOnceAllowed(ports: GuardedPorts, steps: Steps, incident: string) {
  let holds = 0

  /** @param work gets the name of its step, a new one each time */
  return async <T extends { readonly kind: string }>(
    name: string,
    work: (name: string) => Promise<T | Hold>,
  ): Promise<T | ToPeople> => {
    for (let turn = name; ; turn = `${name}, after hold ${holds}`) {
      const done = await work(turn)
      if (!isHold(done)) return done
      if (holds === mostHolds) return { kind: 'people', because: `${done.because}, for the ${mostHolds + 1}th time` }
      holds++
      const { kind } = done.until
      const wait = kind === 'instant' ? waitUntilThen : waitToBeTold
      if ((await wait(ports, steps, incident, `hold ${holds}`)) === 'too-long') {
        return { kind: 'people', because: `${done.because}, ${tooLong[kind]}` }
      }
    }
  }
}

const tooLong = {
  'line-cleared': 'and has been for a day',
  decision: 'and nobody decided within a day',
  instant: 'and will be for more than a day',
} as const satisfies Record<Until['kind'], string>

type Waited = 'ask-again' | 'too-long'

async function waitToBeTold(ports: GuardedPorts, steps: Steps, incident: string, name: string): Promise<Waited> {
  const callback = await steps.callback(name, longestHold)
  const held = await steps.step(`${name}: say so`, () => hold(ports, incident, callback.id))
  return held === 'held' && (await callback.ended()) === 'timed-out' ? 'too-long' : 'ask-again'
}

async function waitUntilThen(ports: GuardedPorts, steps: Steps, incident: string, name: string): Promise<Waited> {
  const seconds = await steps.step(`${name}: say so`, () => holdUntilThen(ports, incident))
  if (seconds === 'too-long') return 'too-long'
  if (seconds !== 'go-on') await steps.wait(name, { seconds })
  return 'ask-again'
}

const isHold = (done: { readonly kind: string }): done is Hold => done.kind === 'hold'
