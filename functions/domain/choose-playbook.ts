import { inputsOf } from './from-signal.ts'
import { isSameOrigin, type Origin } from './origin.ts'
import type { AlarmSignal, ChosenPlaybook } from './signal.ts'

export interface PlaybookPlace {
  readonly takes: (asked: unknown) => boolean
  /** Where its signals must be of; without it, of home. */
  readonly from?: Origin
  readonly playbook: ChosenPlaybook
}

/** What came, as far as the choice of a playbook asks. */
interface Choosing extends Origin {
  /** What the choices' patterns are about. */
  readonly asked: unknown
  /** What the playbook's actions may take inputs from. */
  readonly detail: unknown
  readonly tags?: Readonly<Record<string, string>>
}

/**
 * The first choice that fits, with what the signal gives to its actions. One that fits but is not for signals of there is
 * named, for it may have been forgotten.
 */
export function chosenFor(
  choices: readonly PlaybookPlace[],
  home: Origin,
  signal: Choosing,
): Pick<AlarmSignal, 'elsewhere' | 'playbook' | 'inputs' | 'withheld'> {
  const { asked, detail, tags = {} } = signal
  const fitting = choices.filter(({ takes }) => takes(asked))
  const chosen = fitting.find(({ from = home }) => isSameOrigin(from, signal))
  const [withheld] = chosen === undefined ? fitting : []
  return {
    ...(!isSameOrigin(home, signal) && { elsewhere: true }),
    ...(chosen && { playbook: chosen.playbook }),
    ...(chosen?.playbook.asks && { inputs: inputsOf({ detail, tags }, chosen.playbook.asks) }),
    ...(withheld && { withheld: withheld.playbook.title }),
  }
}
