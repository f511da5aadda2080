import type { OpenDriver } from './driver.ts'
import { type Kernel, openKernel } from '../gpio/kernel.ts'
import { openOutputs } from '../gpio/outputs.ts'
import { colours } from '../show/pattern.ts'
import { isOn, wiredFrame } from './wired.ts'

/** Which line of the chip switches what. On a Raspberry Pi, the GPIO number, e.g. 17 for GPIO17. */
export interface GpioOptions {
  /** The chip's label; without it, the header of this Raspberry Pi. */
  readonly chip?: string | undefined
  readonly red: number
  readonly yellow: number
  readonly green: number
  readonly blue?: number | undefined
  readonly white?: number | undefined
  readonly buzzer?: number | undefined
  /** True if a low voltage switches on, as on most relay boards. */
  readonly activeLow?: boolean | undefined
}

/** Colours on relays or transistors, or plain LEDs: each is on or off. `wiredFrame` replaces those that are not wired. */
export function gpioDriver(options: GpioOptions, kernel: () => Promise<Kernel> = openKernel): OpenDriver {
  const wired = colours.filter((colour) => options[colour] !== undefined)
  const switched = options.buzzer === undefined ? wired : ([...wired, 'buzzer'] as const)
  const lines = switched.flatMap((name) => options[name] ?? [])
  const initial = lines.map(() => false)

  return async (lost) => {
    const { chip, activeLow = false } = options
    const outputs = await openOutputs({ chip, lines, activeLow, initial }, lost, kernel)
    return {
      show(frame) {
        const shown = wiredFrame(frame, wired)
        outputs.set(switched.map((name) => (name === 'buzzer' ? shown.buzzer : isOn(shown[name]))))
      },
      close: () => outputs.close(),
    }
  }
}
