import type { AgentClock } from '../clock/clock.ts'
import type { Driver, OpenDriver } from './driver.ts'
import { kindOf, type LampSettings } from './lamp-kinds.ts'
import type { LampOutput } from './lamp-output.ts'

/** One physical lamp of a light. */
export interface LampPart {
  /** What people call it, e.g. `usb-tower`. */
  readonly name: string
  readonly open: OpenDriver
  /** Whether it has a buzzer. */
  readonly hasBuzzer: boolean
}

/** A lamp that is open already, without a buzzer. */
export const lampThere = (name: string, driver: Driver): LampPart => ({
  name,
  open: () => Promise.resolve(driver),
  hasBuzzer: false,
})

/** The lamp in the settings of `light`. @param output for lamps that are drawn or written */
export function lampPart(lamp: LampSettings, light: string, output: LampOutput, clock: AgentClock): LampPart {
  const kind = kindOf(lamp)
  return { name: lamp.driver, open: kind.open(lamp, { light, output, clock }), hasBuzzer: kind.hasBuzzer(lamp) }
}
