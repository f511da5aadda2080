import type { Click } from '../../contract/cord-pull.ts'
import type { AgentClock } from '../clock/clock.ts'
import { keepOpen, type Part } from '../keep-open.ts'
import type { Animation } from '../show/animation.ts'
import type { SparingLog } from '../sparing-log.ts'
import type { Troubles } from '../troubles.ts'
import { type ClickEvents, readClicks } from './click-reader.ts'
import type { OpenContact } from './contact.ts'

export interface ContactsOptions {
  readonly cord?: OpenContact | undefined
  /** A button that keeps the buzzer quiet for a while. */
  readonly mute?: OpenContact | undefined
  readonly clock: AgentClock
  /** From 0 up to 1, to spread attempts. */
  readonly chance: () => number
  readonly tell: SparingLog
  /** Collects what is wrong with the contacts. */
  readonly troubles: Troubles
  /** Blinks at each press. */
  readonly animation: Animation
  /** Called when somebody has pulled the cord. */
  readonly onClick: (click: Click) => void
}

/** Listens to the cord and the mute button of a light, and again whenever one is lost, until they are closed. */
export function listenToContacts(options: ContactsOptions): readonly Part[] {
  const { cord, mute, animation, onClick } = options
  return [
    ...(cord ? [listen(options, 'cord', cord, { onPress: () => animation.blink(), onClick })] : []),
    ...(mute ? [listen(options, 'mute', mute, { onPress: () => animation.toggleMute(), onClick: () => {} })] : []),
  ]
}

function listen(
  { clock, chance, tell, troubles }: ContactsOptions,
  name: string,
  open: OpenContact,
  events: ClickEvents,
): Part {
  const clicks = readClicks(clock, events)
  const part = troubles.part(name)
  const contact = keepOpen<Part>({
    name,
    open: (lost) => open((edge) => clicks.take(edge), lost),
    clock,
    chance,
    tell,
    onOpen: part.onWell,
    onTrouble(words) {
      clicks.lost()
      part.onTrouble(words)
    },
  })
  return {
    close() {
      contact.close()
      clicks.close()
    },
  }
}
