import type { Click } from '../../contract/cord-pull.ts'
import type { Clock } from '../clock/clock.ts'
import { type CordEvents, keepCord } from './keep-cord.ts'
import { keepContact, type OpenContact } from './keep-contact.ts'
import type { Part } from '../keep-open.ts'
import type { Presenter } from '../show/presenter.ts'
import type { SparingLog } from '../sparing-log.ts'
import type { Troubles } from '../troubles.ts'

export interface ContactsOptions {
  readonly cord?: OpenContact | undefined
  /** A button that keeps the buzzer quiet for a while. */
  readonly mute?: OpenContact | undefined
  readonly clock: Clock
  /** From 0 up to 1, to spread attempts. */
  readonly chance: () => number
  readonly tell: SparingLog
  /** Told of contacts that cannot be heard. */
  readonly troubles: Troubles
  /** Answers each press with a blink. */
  readonly presenter: Presenter
  /** Somebody has pulled the cord. */
  readonly onClick: (click: Click) => void
}

/** Listens to whatever is wired beside a light's lamps, for as long as it takes. Until that is closed. */
export function keepContacts(options: ContactsOptions): readonly Part[] {
  const { cord, mute, presenter, onClick } = options
  return [
    ...(cord ? [keep(options, 'cord', cord, { onPress: () => presenter.acknowledgePress(), onClick })] : []),
    ...(mute ? [keep(options, 'mute', mute, { onPress: () => presenter.toggleMute(), onClick: () => {} })] : []),
  ]
}

function keep(
  { clock, chance, tell, troubles }: ContactsOptions,
  name: string,
  open: OpenContact,
  events: CordEvents,
): Part {
  const kept = keepCord(clock, events)
  const part = troubles.part(name)
  const onTrouble = (words: string) => {
    kept.lost()
    part.onTrouble(words)
  }
  const contact = keepContact({
    name,
    open,
    clock,
    chance,
    tell,
    ...part,
    onTrouble,
    onEdge: (edge) => kept.hear(edge),
  })
  return {
    close() {
      contact.close()
      kept.close()
    },
  }
}
