import type { OwnActions } from '../../functions/actions/public.ts'
import { actions, type ActionsOf } from '../../functions/config/actions.ts'
import type { ownActions } from '../fixtures/andon.actions.ts'

// What does not compile is the test here, as the compiler sees it: without an error on the line below, it is one itself.

const flags = () => import('../../examples/flags.ts')
function written({ flags: own }: ActionsOf<typeof ownActions>) {
  return [
    own.turnOff({ flag: 'new-basket' }),
    own.turnOff({ flag: { fromSignal: 'tag', name: 'flag', within: ['new-*'] } }),
    // @ts-expect-error a field that it does not take
    own.turnOff({ flags: 'new-basket' }),
    // @ts-expect-error no text
    own.turnOff({ flag: 7 }),
    // @ts-expect-error an action that there is not
    () => own.turnOn({ flag: 'new-basket' }),
  ]
}

it('is written in the config as Andon’s own are, with the types that it declares', () => {
  const [first] = written(actions as typeof actions & ActionsOf<typeof ownActions>)
  expect(first).toEqual({ action: 'flags.turnOff', with: { flag: 'new-basket' } })
})

it('compiles by no name that Andon has, and with nothing but actions', () => {
  const all: OwnActions[] = [
    { flags },
    // @ts-expect-error Andon has ecs itself
    { flags, ecs: flags },
    // @ts-expect-error a file that exports something else as well
    { flags: () => Promise.resolve({ off: 'off' }) },
  ]
  expect(all).toHaveLength(3)
})
