import type { Buzzer } from './buzzer.ts'
import type { Moment } from '../clock/clock.ts'
import type { Driver } from '../drivers/driver.ts'
import { darkLight, lit, pressed, restsUntil } from './press-blink.ts'
import { firstScene, nextScene, played } from './scene.ts'
import type { Shown } from '../lamp/shown.ts'

export interface PerformerOptions {
  readonly driver: Driver
  /** Without one the lamp is not heard. */
  readonly buzzer?: Buzzer | undefined
  /** Called when the buzzer has been muted, and when that has ended. */
  readonly onMuted?: (isMuted: boolean) => void
}

/** Gives a driver what is to be seen and heard of it at a moment, each time that it is asked to. */
export interface Performer {
  present(shown: Shown, moment: Moment): void
  press(moment: Moment): void
  /** Returns when it wants to be asked again, in monotonic milliseconds. */
  perform(moment: Moment): number
}

export function performOn({ driver, buzzer, onMuted = () => {} }: PerformerOptions, began: Moment): Performer {
  let scene = firstScene(began.monotonic)
  let light = darkLight
  let drawn = ''
  let wasMuted = false

  const draw: Driver['show'] = (frame, shown) => {
    const picture = JSON.stringify([frame, shown])
    if (picture !== drawn) driver.show(frame, shown)
    drawn = picture
  }

  return {
    present(shown, { monotonic }) {
      scene = nextScene(scene, shown, monotonic)
    },
    press({ monotonic }) {
      light = pressed(light, monotonic)
    },
    perform(moment) {
      const isMuted = buzzer?.isMuted(moment) ?? false
      const { frame, until } = played(scene, moment.monotonic, isMuted)
      light = lit(light, frame, moment.monotonic)
      const isHeard = frame.buzzer && buzzer?.isSilent(moment) === false
      draw({ ...light.given.frame, buzzer: isHeard }, { ...scene.shown, isMuted })
      if (isMuted !== wasMuted) onMuted((wasMuted = isMuted))
      return Math.min(until, restsUntil(light))
    },
  }
}
