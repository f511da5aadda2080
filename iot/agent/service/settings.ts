import { en } from 'zod/locales'
import * as z from 'zod/mini'
import { namePattern } from '../../contract/topics.ts'
import type { Taken } from '../drivers/lamp-kind.ts'
import { kindOf, lampSettings as lamp, type LampSettings } from '../drivers/lamp-kinds.ts'
import { type QuietHours, readQuietHours } from '../show/quiet-hours.ts'
import { chip, line } from './setting-forms.ts'

/** The settings cannot be used; the message says what is wrong, and where. */
export class UnusableSettings extends Error {
  override readonly name = 'UnusableSettings'
}

/** The file lies beside the settings, wherever systemd puts them. */
const fileName = z
  .string()
  .check(z.regex(/^(?!\.)[\w.-]{1,64}$/, 'not a file name without folders: the file must lie beside the settings'))

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
  const parts: readonly Taken[] = [
    ...lamps.map((one) => kindOf(one).takes(one)),
    { chip: cord?.chip, lines: { cord: cord?.line } },
    { chip: mute?.chip, lines: { mute: mute?.line } },
  ]
  const taken = new Map<string, string>()
  for (const { chip = '', lines } of parts)
    for (const [name, line] of Object.entries(lines)) {
      if (line === undefined) continue
      const before = taken.get(`${chip}:${line}`)
      if (before !== undefined)
        throw new UnusableSettings(
          `GPIO ${line} is set twice, for ${before} and ${name}: choose another pin for one of them`,
        )
      taken.set(`${chip}:${line}`, name)
    }
}
