import { en } from 'zod/locales'
import * as z from 'zod/mini'
import { namePattern } from '../../contract/topics.ts'
import { type QuietHours, readQuietHours } from '../show/quiet-hours.ts'

/** Settings that cannot be used; the message says where what is wrong. */
export class UnusableSettings extends Error {
  override readonly name = 'UnusableSettings'
}

/** The number that a pin is known by, e.g. 17 for GPIO17: its line on the chip. */
const line = z.int('not the number of a GPIO line').check(z.minimum(0, 'no GPIO line'), z.maximum(511, 'no GPIO line'))
/** A chip's label, as `gpiodetect` shows it; without it, the header of this Raspberry Pi. */
const chip = z.optional(z.string().check(z.minLength(1, 'empty')))
const device = z.string().check(z.startsWith('/dev/', 'not a device file such as /dev/ttyACM0'))
/** Beside the settings: where systemd puts them is its own affair. */
const fileName = z.string().check(z.regex(/^(?!\.)[\w.-]{1,64}$/, 'not the name of a file beside the settings'))
const from1To = (most: number) =>
  z.optional(z.int().check(z.minimum(1, `not from 1 to ${most}`), z.maximum(most, `not from 1 to ${most}`)))

const lamp = z.discriminatedUnion('driver', [
  z.strictObject({
    driver: z.literal('gpio'),
    chip,
    red: line,
    yellow: line,
    green: line,
    blue: z.optional(line),
    white: z.optional(line),
    buzzer: z.optional(line),
    activeLow: z.optional(z.boolean()),
  }),
  z
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
        'name either spi, or both data and clock',
      ),
    ),
  z.strictObject({ driver: z.literal('usb-tower'), port: z.optional(device) }),
  z.strictObject({
    driver: z.literal('page'),
    port: z._default(
      z.int().check(z.minimum(1024, 'not from 1024 to 65535'), z.maximum(65_535, 'not from 1024 to 65535')),
      8080,
    ),
    host: z.optional(z.string()),
    names: z.optional(z.array(z.string())),
  }),
  z.strictObject({ driver: z.literal('terminal') }),
  z.strictObject({ driver: z.literal('plain') }),
])
export type LampSettings = z.infer<typeof lamp>

const contact = z.strictObject({
  line,
  chip,
  /** Whether pressing opens the contact rather than closing it. */
  opens: z._default(z.boolean(), false),
})
export type ContactSettings = z.infer<typeof contact>

const buzzer = z.strictObject({
  /** Each as `22:00-07:00`, local time. */
  quietHours: z._default(z.array(z.string().check(z.refine(isQuietHours, 'not hours such as 22:00-07:00'))), []),
  /** After so many hours a mute ends by itself. */
  muteHours: z._default(z.number().check(z.positive('not above 0'), z.maximum(24, 'above 24')), 2),
})

const settings = z
  .strictObject({
    light: z.string().check(z.regex(namePattern, 'not the name of a light')),
    /** As `brokerAddress` takes it. */
    broker: z.string(),
    certificate: z.optional(fileName),
    key: z.optional(fileName),
    /** Who vouches for a broker that is not Amazon's. */
    ca: z.optional(fileName),
    lamp: z.union([lamp, z.array(lamp).check(z.minLength(1, 'no lamp'))]),
    cord: z.optional(contact),
    /** A button that keeps the buzzer quiet for a while. */
    mute: z.optional(contact),
    buzzer: z._default(buzzer, { quietHours: [], muteHours: 2 }),
  })
  .check(
    z.refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), {
      error: 'a certificate is of use only with its key',
      path: ['key'],
    }),
  )

/** What somebody has set of one light's device: who it is, and what is wired to it. */
export interface Settings extends Omit<z.infer<typeof settings>, 'lamp' | 'buzzer'> {
  /** All of them show the same. */
  readonly lamps: readonly LampSettings[]
  readonly buzzer: { readonly quiet: readonly QuietHours[]; readonly muteHours: number }
}

// Without it every message is only "Invalid input".
z.config(en())

/** Reads what `/etc/andon-light/settings.json` holds. Throws `UnusableSettings`. */
export function readSettings(text: string): Settings {
  const parsed = settings.safeParse(parseJson(text))
  if (!parsed.success) throw new UnusableSettings(whereAndWhat(parsed.error.issues))
  const { lamp, buzzer, ...others } = parsed.data
  const quiet = buzzer.quietHours.flatMap((hours) => readQuietHours(hours) ?? [])
  const read = { ...others, lamps: [lamp].flat(), buzzer: { quiet, muteHours: buzzer.muteHours } }
  refuseLinesTakenTwice(read)
  return read
}

function isQuietHours(text: string): boolean {
  return readQuietHours(text) !== undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UnusableSettings(`not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

type Issue = z.core.$ZodIssue

/** One line for each thing that is wrong, with its place. */
function whereAndWhat(issues: readonly Issue[], above: readonly PropertyKey[] = []): string {
  return issues
    .map((issue) => {
      const path = [...above, ...issue.path]
      // What somebody most likely meant: a list, where there is one.
      const meant = issue.code === 'invalid_union' ? issue.errors.toSorted((a, b) => deepest(b) - deepest(a))[0] : []
      if (meant !== undefined && meant.length > 0) return whereAndWhat(meant, path)
      return `${path.map(String).join('.') || 'the whole'}: ${issue.message}`
    })
    .join('\n')
}

const deepest = (issues: readonly Issue[]) => Math.max(...issues.map(({ path }) => path.length))

/** The kernel would say so too, but not which two of the settings it is. */
function refuseLinesTakenTwice({ lamps, cord, mute }: Settings): void {
  const parts = [...lamps.map(pinsOf), { chip: cord?.chip, cord: cord?.line }, { chip: mute?.chip, mute: mute?.line }]
  const taken = new Map<string, string>()
  for (const { chip = '', ...pins } of parts)
    for (const [name, line] of Object.entries(pins)) {
      if (line === undefined) continue
      const before = taken.get(`${chip}:${line}`)
      if (before !== undefined) throw new UnusableSettings(`GPIO ${line} is taken twice, for ${before} and ${name}`)
      taken.set(`${chip}:${line}`, name)
    }
}

function pinsOf(lamp: LampSettings): { chip?: string | undefined; [name: string]: number | string | undefined } {
  if (lamp.driver === 'gpio') {
    const { driver: _driver, activeLow: _activeLow, ...pins } = lamp
    return pins
  }
  return lamp.driver === 'apa102' ? { chip: lamp.chip, data: lamp.data, clock: lamp.clock } : {}
}
