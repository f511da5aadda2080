import * as z from 'zod/mini'

// Parts of settings that several of them have, with messages that say what is allowed.

/** A pin's number, e.g. 17 for GPIO17: its line on the chip. */
const notALine = 'not a GPIO number from 0 to 511'
export const line = z.int(notALine).check(z.minimum(0, notALine), z.maximum(511, notALine))

/** A chip's label, as `gpiodetect` shows it. Without it, the header of this Raspberry Pi. */
export const chip = z.optional(z.string().check(z.minLength(1, 'empty')))

export const device = z.string().check(z.startsWith('/dev/', 'not a device file such as /dev/ttyACM0'))

export const from1To = (most: number) =>
  z.optional(z.int().check(z.minimum(1, `not from 1 to ${most}`), z.maximum(most, `not from 1 to ${most}`)))
