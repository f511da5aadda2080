import type { Action, Prepared } from '../../functions/actions/action.ts'
import { type Imitation, sessionWith } from './an-imitation.ts'

/** What the suite has to know of an action. */
export interface Fixture {
  /** An input that it takes. */
  readonly given: Readonly<Record<string, unknown>>
  /** What its title must name, before it has looked too; all texts of the input unless told. */
  readonly names?: readonly string[]
  /** A world in which it has something to do, new each time and always the same. */
  readonly world: () => Imitation
  /** Inputs that it refuses, and the field that is to blame. */
  readonly refuses: readonly (readonly [input: unknown, field: string])[]
  /**
   * By each reason that the action declares in `refuses`: a world in which that is so, and what it says then. In every one
   * it must leave things as they are.
   */
  readonly senseless: Readonly<Record<string, { readonly world: () => Imitation; readonly says: string | RegExp }>>
}

/** One action that is held to the contract. */
export interface About {
  readonly action: Action
  readonly fixture: Fixture
}
export const prepare = ({ action, fixture: { given } }: About): Prepared => action.on(given)

/** Has looked at its world, and is about to act. */
export async function begun(about: About) {
  const imitation = about.fixture.world()
  const { session, made, exchanges } = sessionWith(imitation)
  const action = prepare(about)
  const plan = JSON.parse(JSON.stringify(await action.look(session)))
  return { imitation, session, made, exchanges, action, plan }
}

export const mark = 'i-3f6ab2c9d1e04f57-0'
export const undoMark = `${mark}-undo`
