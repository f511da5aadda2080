import { isNewer, type LightCommand } from '../../contract/light-command.ts'
import { type LightReport, longestReason } from '../../contract/light-report.ts'
import type { Moment } from '../clock/clock.ts'
import { printable } from '../printable.ts'
import { type Shown, type Unknown, whyUnknown } from './shown.ts'

/** How far a command's `at` may lie ahead of a clock that is set. Milliseconds. */
const allowedSkew = 60_000

/** What a lamp remembers between two facts. */
export interface Lamp {
  readonly contact: Contact
  /** The newest command that was ever taken in: never forgotten, or an older one could win. */
  readonly newest: Taken | undefined
  /** Why the lamp itself cannot be reached, in words for people. */
  readonly trouble: string | undefined
  /** Why nobody can pull its cord, in words for people. */
  readonly cordTrouble: string | undefined
  /** Missing where there is no buzzer. */
  readonly muted: boolean | undefined
}
/** `silent`: connected, and nothing heard yet on this connection. */
type Contact = 'lost' | 'silent' | 'heard'

interface Taken {
  readonly command: LightCommand
  /** On the monotonic clock, in milliseconds; `undefined` when the command's age cannot be told: not to be believed. */
  readonly freshUntil: number | undefined
  /** Whether a clock that is set has told its age. */
  readonly isDated: boolean
}

const inOrder = { trouble: undefined, cordTrouble: undefined, muted: undefined }
export const newLamp: Lamp = { contact: 'lost', newest: undefined, ...inOrder }

export type Fact =
  | { readonly kind: 'connected' }
  | { readonly kind: 'lost' }
  /** `retained`: the broker kept it for us, for nobody knows how long. */
  | { readonly kind: 'commanded'; readonly command: LightCommand; readonly retained: boolean }
  /** The lamp itself cannot be reached; `because` is for people, and may hold anything. */
  | { readonly kind: 'lamp-lost'; readonly because: string }
  | { readonly kind: 'lamp-back' }
  /** The same of its cord, whatever the lamp shows. */
  | { readonly kind: 'cord-lost'; readonly because: string }
  | { readonly kind: 'cord-back' }
  /** There is a buzzer, and this is how it stands. */
  | { readonly kind: 'muted'; readonly muted: boolean }

export type Heard = { readonly lamp: Lamp; readonly ignored?: Ignored }
export type Ignored = 'older' | 'repeated' | 'from-the-future'

/** What the lamp knows once it has been told `fact`. */
export function hear(lamp: Lamp, fact: Fact, moment: Moment): Heard {
  switch (fact.kind) {
    case 'connected':
      return { lamp: { ...lamp, contact: 'silent' } }
    case 'lost':
      return { lamp: { ...lamp, contact: 'lost' } }
    case 'commanded':
      return obey(lamp, fact.command, fact.retained, moment)
    case 'lamp-lost':
      return { lamp: { ...lamp, trouble: fact.because } }
    case 'lamp-back':
      return { lamp: { ...lamp, trouble: undefined } }
    case 'cord-lost':
      return { lamp: { ...lamp, cordTrouble: fact.because } }
    case 'cord-back':
      return { lamp: { ...lamp, cordTrouble: undefined } }
    case 'muted':
      return { lamp: { ...lamp, muted: fact.muted } }
  }
}

/** A command that came while the clock was not set gets its due once it is: then its age can be told. */
export function dateNewest(lamp: Lamp, moment: Moment): Lamp {
  if (!awaitsClock(lamp) || lamp.newest === undefined || !moment.wallIsSet) return lamp
  const { command, freshUntil = Infinity } = lamp.newest
  // It was taken in, so it stays the newest; but what the clock now calls the future is believed no longer.
  const byClock = isFromTheFuture(command, moment) ? -Infinity : freshByClock(command, moment)
  return { ...lamp, newest: { command, freshUntil: Math.min(freshUntil, byClock), isDated: true } }
}

/** Whether the clock's being set can change what is shown. */
export const awaitsClock = ({ newest }: Lamp) => newest !== undefined && !newest.isDated

/** What the lamp is to show, and for how long unless it hears something: `until` is on the monotonic clock. */
export function shownBy({ contact, newest }: Lamp, { monotonic }: Moment): { shown: Shown; until?: number } {
  if (contact === 'lost') return unknown('no-contact')
  if (contact === 'silent' || newest === undefined) return unknown('nothing-heard')
  if (newest.freshUntil === undefined) return unknown('clock-not-set')
  if (newest.freshUntil <= monotonic) return unknown('not-fresh')
  const { line, state, acknowledged, reasons } = newest.command
  return {
    shown: { state, acknowledged, line, reasons: reasons.map(({ title }) => title) },
    until: newest.freshUntil,
  }
}

/** What the lamp says of itself to the cloud, when `shown` is what it is to show. */
export function reportOf(
  { newest, trouble, cordTrouble, muted }: Lamp,
  shown: Shown,
  { wall }: Moment,
): Omit<LightReport, 'agent'> {
  const reason = trouble ?? (shown.state === 'unknown' ? whyUnknown(shown) : cordTrouble)
  return {
    epoch: newest?.command.epoch ?? '',
    appliedV: newest?.command.v ?? 0,
    // A lamp that cannot be reached may show anything.
    state: trouble === undefined ? shown.state : 'unknown',
    at: new Date(wall).toISOString(),
    online: true,
    ...(reason !== undefined && { reason: forReport(reason) }),
    ...(muted !== undefined && { muted }),
  }
}

const forReport = (words: string) => printable(words, longestReason).slice(0, longestReason).toWellFormed()

function obey(lamp: Lamp, command: LightCommand, retained: boolean, moment: Moment): Heard {
  if (moment.wallIsSet && isFromTheFuture(command, moment)) return { lamp, ignored: 'from-the-future' }

  const contact = lamp.contact === 'lost' ? 'lost' : 'heard'
  const taken = take(command, retained, moment)
  const known = lamp.newest
  if (known === undefined || isNewer(command, known.command)) return { lamp: { ...lamp, contact, newest: taken } }
  if (isNewer(known.command, command)) return { lamp, ignored: 'older' }
  if (lamp.contact !== 'silent' && known.freshUntil !== undefined) return { lamp, ignored: 'repeated' }
  // The cloud has said nothing new since contact was lost: what we knew still holds, and is no younger for it.
  const newest = known.freshUntil === undefined ? { ...taken, command: known.command } : known
  return { lamp: { ...lamp, contact, newest } }
}

function take(command: LightCommand, retained: boolean, moment: Moment): Taken {
  if (moment.wallIsSet) return { command, freshUntil: freshByClock(command, moment), isDated: true }
  // What comes live was made just now; what the broker kept may be a day old, and nothing here can tell.
  const freshUntil = retained ? undefined : moment.monotonic + command.ttlSeconds * 1000
  return { command, freshUntil, isDated: false }
}

const freshByClock = ({ at, ttlSeconds }: LightCommand, { monotonic, wall }: Moment) =>
  monotonic + ttlSeconds * 1000 - Math.max(0, wall - Date.parse(at))

const isFromTheFuture = ({ at }: LightCommand, { wall }: Moment) => Date.parse(at) > wall + allowedSkew

const unknown = (because: Unknown['because']): { shown: Shown } => ({ shown: { state: 'unknown', because } })
