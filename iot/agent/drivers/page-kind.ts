import * as z from 'zod/mini'
import { colours } from '../show/pattern.ts'
import type { Around, LampKind } from './lamp-kind.ts'
import { pageDriver } from './page.ts'

const notAPort = 'not from 1024 to 65535'
const form = z.strictObject({
  driver: z.literal('page'),
  port: z._default(z.int().check(z.minimum(1024, notAPort), z.maximum(65_535, notAPort)), 8080),
  host: z.optional(z.string()),
  names: z.optional(z.array(z.string())),
})
type Page = z.infer<typeof form>

export const pageKind = {
  form,
  open: (lamp: Page, { light, output, clock }: Around) =>
    pageDriver(lamp, light, clock, (port) => output.log(`${light}: open http://<this machine>:${port}/ to see it`)),
  hasBuzzer: () => false,
  colours: () => colours,
  takes: () => ({ lines: {} }),
  staysLit: false,
  place: ({ port }: Page) => `a page (port ${port})`,
  remedy: 'choose another port in the settings, or stop the program that uses it; find it with: sudo ss -ltnp',
  usual: { port: 8080 },
} satisfies LampKind<Page>
