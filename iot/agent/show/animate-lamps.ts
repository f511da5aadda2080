import type { AgentClock } from '../clock/clock.ts'
import type { LampPart } from '../drivers/lamp-part.ts'
import type { SparingLog } from '../sparing-log.ts'
import type { Troubles } from '../troubles.ts'
import { type Animation, animate } from './animation.ts'
import { type BuzzerOptions, keepBuzzer } from './buzzer.ts'
import { keepDriverOpen } from './keep-driver-open.ts'

export interface LampsOptions {
  /** All of them show the same. */
  readonly lamps: readonly LampPart[]
  /** When the buzzers keep quiet. Without it: no quiet hours, and a mute lasts two hours. */
  readonly buzzer?: BuzzerOptions | undefined
  readonly clock: AgentClock
  /** From 0 up to 1, to spread attempts. */
  readonly chance: () => number
  readonly tell: SparingLog
  /** Collects what is wrong with the lamps. */
  readonly troubles: Troubles
  readonly onMuted: (isMuted: boolean) => void
}

/** Opens a light's lamps, opens them again when they are lost, and moves them all in one pattern. */
export function animateLamps({ lamps, buzzer, clock, chance, tell, troubles, onMuted }: LampsOptions): Animation {
  const drivers = lamps.map(({ name, open }) =>
    keepDriverOpen({ name, open, clock, chance, tell, ...troubles.part(name) }),
  )
  const hasBuzzer = lamps.some((lamp) => lamp.hasBuzzer)
  return animate({
    driver: {
      show: (frame, shown) => drivers.forEach((driver) => driver.show(frame, shown)),
      close: () => drivers.forEach((driver) => driver.close()),
    },
    clock,
    buzzer: hasBuzzer ? keepBuzzer(buzzer ?? { quiet: [], muteHours: 2 }) : undefined,
    onMuted,
  })
}
