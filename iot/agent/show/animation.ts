import type { Cancel, AgentClock } from '../clock/clock.ts'
import type { Shown } from '../lamp/shown.ts'
import { animationSteps, type AnimationStepsOptions } from './animation-steps.ts'

/** A steady lamp takes a step this often all the same: quiet hours begin, a mute ends. Milliseconds. */
const longestRest = 1000

/** Keeps a lamp moving in the pattern of what it shows. */
export interface Animation {
  show(shown: Shown): void
  /** Blinks once, so that the person who pressed sees it: at once, unless the flash limit makes it wait. */
  blink(): void
  /** Mutes the buzzer, or ends the mute, and blinks. Without a buzzer it only blinks. */
  toggleMute(): void
  /** When it took its last step, in monotonic milliseconds: at least once a second. */
  lastStepAt(): number
  close(): void
}

export interface AnimationOptions extends AnimationStepsOptions {
  readonly clock: AgentClock
}

export function animate({ clock, ...options }: AnimationOptions): Animation {
  const { driver, buzzer } = options
  const steps = animationSteps(options, clock.moment())
  let lastStepAt = clock.moment().monotonic
  let isClosed = false
  let cancel: Cancel = () => {}

  const step = () => {
    if (isClosed) return
    const now = clock.moment()
    lastStepAt = now.monotonic
    const rest = steps.step(now) - now.monotonic
    cancel()
    cancel = clock.after(Math.max(1, Math.min(longestRest, rest)), step)
  }
  const blink = () => {
    steps.press(clock.moment())
    step()
  }

  return {
    show(shown) {
      steps.show(shown, clock.moment())
      step()
    },
    blink,
    toggleMute() {
      buzzer?.toggleMute(clock.moment())
      blink()
    },
    lastStepAt: () => lastStepAt,
    close() {
      isClosed = true
      cancel()
      driver.close()
    },
  }
}
