import * as z from 'zod/mini'
import { device } from '../service/setting-forms.ts'
import type { Colour } from '../show/pattern.ts'
import type { Around, LampKind } from './lamp-kind.ts'
import { usbTowerDriver } from './usb-tower.ts'

const form = z.strictObject({ driver: z.literal('usb-tower'), port: z.optional(device) })
type UsbTower = z.infer<typeof form>

const colours: readonly Colour[] = ['red', 'yellow', 'green']

export const usbTowerKind = {
  form,
  open: (lamp: UsbTower, { clock }: Around) => usbTowerDriver(lamp, clock),
  hasBuzzer: () => true,
  colours: () => colours,
  takes: () => ({ lines: {} }),
  staysLit: true,
  place: ({ port = 'the only one' }: UsbTower) => `a serial port (${port})`,
  remedy: 'plug the tower in, and check with: ls -l /dev/serial/by-id',
  usual: {},
} satisfies LampKind<UsbTower>
