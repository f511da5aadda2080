import type { AgentClock } from '../clock/clock.ts'
import type { Driver, OpenDriver } from './driver.ts'
import { apa102Driver } from './apa102.ts'
import { gpioDriver } from './gpio.ts'
import { pageDriver } from './page.ts'
import { usbTowerDriver } from './usb-tower.ts'
import type { LampOutput } from './lamp-output.ts'
import type { LampSettings } from '../service/settings.ts'

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
  const part = (open: OpenDriver, hasBuzzer = false): LampPart => ({ name: lamp.driver, open, hasBuzzer })
  switch (lamp.driver) {
    case 'gpio':
      return part(gpioDriver(lamp), lamp.buzzer !== undefined)
    case 'usb-tower':
      return part(usbTowerDriver(lamp, clock), true)
    case 'apa102': {
      const { spi, data = 0, clock: clockLine = 0, chip, ...strip } = lamp
      return part(apa102Driver({ ...strip, wiring: spi === undefined ? { chip, data, clock: clockLine } : { spi } }))
    }
    case 'page':
      return part(
        pageDriver(lamp, light, clock, (port) => output.log(`${light}: open http://<this machine>:${port}/ to see it`)),
      )
    case 'terminal':
    case 'plain':
      return lampThere(lamp.driver, output.driverFor(light))
  }
}
