import { en } from 'zod/locales'
import * as z from 'zod/mini'
import { namePattern } from '../../contract/topics.ts'
import { type QuietHours, readQuietHours } from '../show/quiet-hours.ts'

/** The settings cannot be used; the message says what is wrong, and where. */
export class UnusableSettings extends Error {
  override readonly name = 'UnusableSettings'
}

/** A pin's number, e.g. 17 for GPIO17: its line on the chip. */
const notALine = 'not a GPIO number from 0 to 511'
const line = z.int(notALine).check(z.minimum(0, notALine), z.maximum(511, notALine))
/** A chip's label, as `gpiodetect` shows it. Without it, the header of this Raspberry Pi. */
const chip = z.optional(z.string().check(z.minLength(1, 'empty')))
const device = z.string().check(z.startsWith('/dev/', 'not a device file such as /dev/ttyACM0'))
/** The file lies beside the settings, wherever systemd puts them. */
const fileName = z
  .string()
  .check(z.regex(/^(?!\.)[\w.-]{1,64}$/, 'not a file name without folders: the file must lie beside the settings'))
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
        'give either spi, or both data and clock',
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
  /** True if pressing opens the contact, false if it closes it. */
  opens: z._default(z.boolean(), false),
})
export type ContactSettings = z.infer<typeof contact>

const buzzer = z.strictObject({
  /** Each as `22:00-07:00`, local time. */
  quietHours: z._default(z.array(z.string().check(z.refine(isQuietHours, 'not written as in 22:00-07:00'))), []),
  /** After so many hours a mute ends by itself. */
  muteHours: z._default(z.number().check(z.positive('must be more than 0'), z.maximum(24, 'must be at most 24')), 2),
})

const settings = z
  .strictObject({
    light: z.string().check(z.regex(namePattern, 'not a light name: only a-z, 0-9 and -, at most 32 characters')),
    /** As `brokerAddress` takes it. */
    broker: z.string(),
    certificate: z.optional(fileName),
    key: z.optional(fileName),
    /** The authority that signed the certificate of a broker that is not Amazon's. */
    ca: z.optional(fileName),
    lamp: z.union([lamp, z.array(lamp).check(z.minLength(1, 'the list is empty: give at least one lamp'))]),
    cord: z.optional(contact),
    /** A button that keeps the buzzer quiet for a while. */
    mute: z.optional(contact),
    buzzer: z._default(buzzer, { quietHours: [], muteHours: 2 }),
  })
  .check(
    z.refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), {
      error: 'give certificate and key together',
      path: ['key'],
    }),
  )

/** The settings of one light's device: which light it is, and what is wired to it. */
export interface AgentSettings extends Omit<z.infer<typeof settings>, 'lamp' | 'buzzer'> {
  /** All of them show the same. */
  readonly lamps: readonly LampSettings[]
  readonly buzzer: { readonly quiet: readonly QuietHours[]; readonly muteHours: number }
}

// Without it every message is only "Invalid input".
z.config(en())

/** Reads what `/etc/andon-light/settings.json` holds. Throws `UnusableSettings`. */
export function readSettings(text: string): AgentSettings {
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
    throw new UnusableSettings(`the file is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

type Issue = z.core.$ZodIssue

/** One line for each thing that is wrong, with its place. */
function whereAndWhat(issues: readonly Issue[], above: readonly PropertyKey[] = []): string {
  return issues
    .map((issue) => {
      const path = [...above, ...issue.path]
      // Of several forms, the one that fits best is most likely the one that was meant.
      const meant = issue.code === 'invalid_union' ? issue.errors.toSorted((a, b) => deepest(b) - deepest(a))[0] : []
      if (meant !== undefined && meant.length > 0) return whereAndWhat(meant, path)
      const message = issue.code === 'unrecognized_keys' ? unknownFields(issue.keys) : issue.message
      return `${path.map(String).join('.') || 'the settings'}: ${message}`
    })
    .join('\n')
}

const unknownFields = (names: readonly string[]) =>
  `unknown field${names.length > 1 ? 's' : ''} ${names.map((name) => `"${name}"`).join(', ')}`

const deepest = (issues: readonly Issue[]) => Math.max(...issues.map(({ path }) => path.length))

/** The kernel would refuse it too, but could not say which two settings it is. */
function refuseLinesTakenTwice({ lamps, cord, mute }: AgentSettings): void {
  const parts = [...lamps.map(pinsOf), { chip: cord?.chip, cord: cord?.line }, { chip: mute?.chip, mute: mute?.line }]
  const taken = new Map<string, string>()
  for (const { chip = '', ...pins } of parts)
    for (const [name, line] of Object.entries(pins)) {
      if (line === undefined) continue
      const before = taken.get(`${chip}:${line}`)
      if (before !== undefined)
        throw new UnusableSettings(
          `GPIO ${line} is set twice, for ${before} and ${name}: choose another pin for one of them`,
        )
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
