import * as z from 'zod/mini'
import type { LampKind as Installed } from '../../contract/enrolment.ts'
import { apa102Kind } from './apa102-kind.ts'
import { plainKind, terminalKind } from './drawn-kinds.ts'
import { gpioKind } from './gpio-kind.ts'
import type { LampKind } from './lamp-kind.ts'
import { pageKind } from './page-kind.ts'
import { usbTowerKind } from './usb-tower-kind.ts'

// Every kind of lamp there is. One more is its driver, its kind beside that, and two lines here; the contract names it as
// well when it can be chosen at installation.

export const lampSettings = z.discriminatedUnion('driver', [
  gpioKind.form,
  apa102Kind.form,
  usbTowerKind.form,
  pageKind.form,
  terminalKind.form,
  plainKind.form,
])
export type LampSettings = z.infer<typeof lampSettings>

const kinds: Readonly<Record<LampSettings['driver'] | Installed, LampKind<LampSettings>>> = {
  gpio: gpioKind,
  apa102: apa102Kind,
  'usb-tower': usbTowerKind,
  page: pageKind,
  terminal: terminalKind,
  plain: plainKind,
}

export const kindOf = ({ driver }: { readonly driver: keyof typeof kinds }): LampKind<LampSettings> => kinds[driver]
