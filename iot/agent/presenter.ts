import type { Cancel, Clock } from './clock.ts'
import type { Driver } from './driver.ts'
import { type Given, limitFlashes } from './flash-limit.ts'
import { dark, patternOf } from './pattern.ts'
import { isAcknowledged, looksLike, type Shown } from './shown.ts'

/** Milliseconds between two frames of a moving light. */
const frameTime = 50

/** Keeps a driver's lamp moving in the pattern of what is shown. */
export interface Presenter {
  present(shown: Shown): void
  close(): void
}

export function presentOn(driver: Driver, clock: Clock): Presenter {
  let shown: Shown = { state: 'unknown', because: 'no-contact' }
  let since = clock.moment().monotonic
  let given: Given = { frame: dark, litAt: [] }
  let cancel: Cancel = () => {}

  const draw = () => {
    cancel()
    const now = clock.moment().monotonic
    const pattern = patternOf(shown.state, isAcknowledged(shown))
    const wanted = pattern.frameAt(now - since)
    given = limitFlashes(given, wanted, now)
    driver.show(given.frame, shown)
    const isHeldBack = given.frame !== wanted
    if (isHeldBack || pattern.isMoving) cancel = clock.after(frameTime, draw)
  }

  return {
    present(next) {
      // The same look goes on in its rhythm, only the words change.
      if (!looksLike(shown, next)) since = clock.moment().monotonic
      shown = next
      draw()
    },
    close() {
      cancel()
      driver.close()
    },
  }
}
