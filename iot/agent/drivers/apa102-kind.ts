import * as z from 'zod/mini'
import { chip, device, from1To, line } from '../service/setting-forms.ts'
import { colours } from '../show/pattern.ts'
import { apa102Driver } from './apa102.ts'
import type { LampKind } from './lamp-kind.ts'

const form = z
  .strictObject({
    driver: z.literal('apa102'),
    spi: z.optional(device),
    chip,
    data: z.optional(line),
    clock: z.optional(line),
    leds: from1To(144),
    brightness: from1To(31),
    firstAt: z.optional(z.enum(['bottom', 'top'])),
  })
  .check(
    z.refine(
      ({ spi, data, clock }) => (spi === undefined ? data !== undefined && clock !== undefined : data === clock),
      'give either spi, or both data and clock',
    ),
  )
type Apa102 = z.infer<typeof form>

export const apa102Kind = {
  form,
  open({ spi, data = 0, clock = 0, chip, ...strip }: Apa102) {
    return apa102Driver({ ...strip, wiring: spi === undefined ? { chip, data, clock } : { spi } })
  },
  hasBuzzer: () => false,
  colours: () => colours,
  takes: ({ chip, data, clock }: Apa102) => ({ chip, lines: { data, clock } }),
  staysLit: true,
  place: ({ spi, data, clock }: Apa102) => (spi === undefined ? `pins (data ${data}, clock ${clock})` : `SPI (${spi})`),
  remedy: 'compare spi, or data and clock, in the settings with the output of ls /dev/spidev* and gpioinfo',
  // Blinkt!
  usual: { data: 23, clock: 24 },
} satisfies LampKind<Apa102>
