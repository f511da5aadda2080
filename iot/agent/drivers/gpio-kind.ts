import * as z from 'zod/mini'
import { chip, line } from '../service/setting-forms.ts'
import { colours } from '../show/pattern.ts'
import { gpioDriver } from './gpio.ts'
import type { LampKind } from './lamp-kind.ts'

const form = z.strictObject({
  driver: z.literal('gpio'),
  chip,
  red: line,
  yellow: line,
  green: line,
  blue: z.optional(line),
  white: z.optional(line),
  buzzer: z.optional(line),
  activeLow: z.optional(z.boolean()),
})
type Gpio = z.infer<typeof form>

const wired = (lamp: Gpio) => colours.filter((colour) => lamp[colour] !== undefined)

export const gpioKind = {
  form,
  open: (lamp: Gpio) => gpioDriver(lamp),
  hasBuzzer: ({ buzzer }: Gpio) => buzzer !== undefined,
  colours: wired,
  takes({ driver: _driver, activeLow: _activeLow, chip, ...lines }: Gpio) {
    return { chip, lines }
  },
  staysLit: true,
  place(lamp: Gpio) {
    const pins = wired(lamp).map((colour) => `${colour} ${lamp[colour]}`)
    return `chip and pins (${pins.join(', ')})`
  },
  remedy: 'compare chip and pins in the settings with the output of gpiodetect and gpioinfo',
  usual: { red: 18, yellow: 23, green: 24, blue: 25, white: 12, buzzer: 16 },
} satisfies LampKind<Gpio>
