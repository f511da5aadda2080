import { longestHold, mostHolds } from '../domain/hold.ts'
import type { Permission } from '../domain/may-act.ts'
import type { Clock, Incidents } from '../ports.ts'
import { hold } from './hold.ts'
import type { Steps } from './steps.ts'

type Hold = Extract<Permission, { kind: 'hold' }>
type ToPeople = Extract<Permission, { kind: 'people' }>

/**
 * For one run: does what may be held back, waits while it is, and does it again once it may go on. Nobody is kept
 * waiting for ever: what was held for a day, or too often, is for people.
 */
export function goOnOnceAllowed(
  ports: { readonly incidents: Incidents; readonly clock: Clock },
  steps: Steps,
  incident: string,
) {
  let holds = 0

  /** @param work is given its name, which is another each time */
  return async <T extends { readonly kind: string }>(
    name: string,
    work: (name: string) => Promise<T | Hold>,
  ): Promise<T | ToPeople> => {
    for (let turn = name; ; turn = `${name}, after hold ${holds}`) {
      const done = await work(turn)
      if (!isHold(done)) return done
      if (holds === mostHolds) return { kind: 'people', because: `${done.because}, for the ${mostHolds + 1}th time` }
      holds++
      const callback = await steps.callback(`hold ${holds}`, longestHold)
      const held = await steps.step(`hold ${holds}: say so`, () => hold(ports, incident, callback.id))
      if (held === 'held' && (await callback.ended()) === 'timed-out') {
        return { kind: 'people', because: `${done.because}, and has been for a day` }
      }
    }
  }
}

const isHold = (done: { readonly kind: string }): done is Hold => done.kind === 'hold'
