import { type BuzzerOptions, keepBuzzer } from './buzzer.ts'
import type { Clock } from '../clock/clock.ts'
import { keepDriver } from './keep-driver.ts'
import type { LampPart } from '../drivers/lamp-part.ts'
import { type Presenter, presentOn } from './presenter.ts'
import type { SparingLog } from '../sparing-log.ts'
import type { Troubles } from '../troubles.ts'

export interface LampsOptions {
  /** All of them show the same. */
  readonly lamps: readonly LampPart[]
  /** When those that can be heard are to keep quiet; as `readSettings` has it where nothing is set. */
  readonly buzzer?: BuzzerOptions | undefined
  readonly clock: Clock
  /** From 0 up to 1, to spread attempts. */
  readonly chance: () => number
  readonly tell: SparingLog
  /** Told of lamps that cannot be reached. */
  readonly troubles: Troubles
  readonly onMuted: (isMuted: boolean) => void
}

/** Keeps hold of a light's lamps for as long as it takes, and moves them in the pattern of what is shown. */
export function presentLamps({ lamps, buzzer, clock, chance, tell, troubles, onMuted }: LampsOptions): Presenter {
  const drivers = lamps.map(({ name, open }) => keepDriver({ name, open, clock, chance, tell, ...troubles.part(name) }))
  const isHeard = lamps.some(({ hasBuzzer }) => hasBuzzer)
  return presentOn({
    driver: {
      show: (frame, shown) => drivers.forEach((driver) => driver.show(frame, shown)),
      close: () => drivers.forEach((driver) => driver.close()),
    },
    clock,
    buzzer: isHeard ? keepBuzzer(buzzer ?? { quiet: [], muteHours: 2 }) : undefined,
    onMuted,
  })
}
