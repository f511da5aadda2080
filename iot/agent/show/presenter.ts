import type { Cancel, Clock } from '../clock/clock.ts'
import { type PerformerOptions, performOn } from './performer.ts'
import type { Shown } from '../lamp/shown.ts'

/** A lamp that burns steadily is looked after so often all the same: quiet hours begin, a mute ends. Milliseconds. */
const longestRest = 1000

/** Keeps a driver's lamp moving in the pattern of what is shown. */
export interface Presenter {
  present(shown: Shown): void
  /** Lets the lamp blink once, as the answer to somebody's press: at once, but for the flash limit. */
  acknowledgePress(): void
  /** Mutes the buzzer, or ends the mute, and blinks. Without a buzzer it only blinks. */
  toggleMute(): void
  /** When it last saw to the lamp, in monotonic milliseconds: at least once a second. */
  lookedAt(): number
  close(): void
}

export interface PresenterOptions extends PerformerOptions {
  readonly clock: Clock
}

export function presentOn({ clock, ...options }: PresenterOptions): Presenter {
  const { driver, buzzer } = options
  const performer = performOn(options, clock.moment())
  let lookedAt = clock.moment().monotonic
  let isClosed = false
  let cancel: Cancel = () => {}

  const look = () => {
    if (isClosed) return
    const now = clock.moment()
    lookedAt = now.monotonic
    const rest = performer.perform(now) - now.monotonic
    cancel()
    cancel = clock.after(Math.max(1, Math.min(longestRest, rest)), look)
  }
  const press = () => {
    performer.press(clock.moment())
    look()
  }

  return {
    present(shown) {
      performer.present(shown, clock.moment())
      look()
    },
    acknowledgePress: press,
    toggleMute() {
      buzzer?.toggleMute(clock.moment())
      press()
    },
    lookedAt: () => lookedAt,
    close() {
      isClosed = true
      cancel()
      driver.close()
    },
  }
}
