import type { Moment } from '../clock/clock.ts'
import type { Driver } from '../drivers/driver.ts'
import type { Shown } from '../lamp/shown.ts'
import type { Buzzer } from './buzzer.ts'
import { blinkChangesAt, notBlinking, startBlink, withBlink } from './press-blink.ts'
import { changeTo, frameAt, unknownSince } from './shown-since.ts'

export interface AnimationStepsOptions {
  readonly driver: Driver
  /** Without it the lamp makes no sound. */
  readonly buzzer?: Buzzer | undefined
  /** Called when the buzzer is muted, and when the mute ends. */
  readonly onMuted?: (isMuted: boolean) => void
}

/** The animation without its timer: each step gives the driver the frame of that moment. */
export interface AnimationSteps {
  show(shown: Shown, moment: Moment): void
  press(moment: Moment): void
  /** Returns when the next step is due, in monotonic milliseconds. */
  step(moment: Moment): number
}

export function animationSteps(
  { driver, buzzer, onMuted = () => {} }: AnimationStepsOptions,
  began: Moment,
): AnimationSteps {
  let current = unknownSince(began.monotonic)
  let blinking = notBlinking
  let drawn = ''
  let wasMuted = false

  const draw: Driver['show'] = (frame, shown) => {
    const picture = JSON.stringify([frame, shown])
    if (picture !== drawn) driver.show(frame, shown)
    drawn = picture
  }

  return {
    show(shown, { monotonic }) {
      current = changeTo(current, shown, monotonic)
    },
    press({ monotonic }) {
      blinking = startBlink(blinking, monotonic)
    },
    step(moment) {
      const isMuted = buzzer?.isMuted(moment) ?? false
      const { frame, until } = frameAt(current, moment.monotonic, isMuted)
      blinking = withBlink(blinking, frame, moment.monotonic)
      const isHeard = frame.buzzer && buzzer?.isSilent(moment) === false
      draw({ ...blinking.limited.frame, buzzer: isHeard }, { ...current.shown, isMuted })
      if (isMuted !== wasMuted) onMuted((wasMuted = isMuted))
      return Math.min(until, blinkChangesAt(blinking))
    },
  }
}
