import * as z from 'zod/mini'
import { colours } from '../show/pattern.ts'
import type { Around, LampKind } from './lamp-kind.ts'

// Lamps that this process draws or writes on its own output.

const drawn = {
  open:
    (_lamp: unknown, { light, output }: Around) =>
    () =>
      Promise.resolve(output.driverFor(light)),
  hasBuzzer: () => false,
  colours: () => colours,
  takes: () => ({ lines: {} }),
  staysLit: false,
  place: () => 'the output',
  remedy: 'choose a lamp in the settings',
  usual: {},
}

const terminal = z.strictObject({ driver: z.literal('terminal') })
export const terminalKind = { ...drawn, form: terminal } satisfies LampKind<z.infer<typeof terminal>>

const plain = z.strictObject({ driver: z.literal('plain') })
export const plainKind = { ...drawn, form: plain } satisfies LampKind<z.infer<typeof plain>>
