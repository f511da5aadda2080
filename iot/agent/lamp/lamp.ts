import { getsOver, isNewer, type LightCommand } from '../../contract/light-command.ts'
import { type LightReport, longestReason } from '../../contract/light-report.ts'
import type { Moment } from '../clock/clock.ts'
import { printable } from '../printable.ts'
import { commandedBy, type Shown, type Unknown, whyUnknown } from './shown.ts'

/** How far a command's `at` may lie ahead of a clock that is set. Milliseconds. */
const allowedSkew = 60_000

/** What a lamp remembers from one fact to the next. */
export interface Lamp {
  readonly connection: Connection
  /** The newest command it took. Never forgotten, or an older one could win. */
  readonly newest: DatedCommand | undefined
  /** What is wrong with the lamp itself, in words for people. */
  readonly trouble: string | undefined
  /** What is wrong with its cord, in words for people. */
  readonly cordTrouble: string | undefined
  /** Missing where there is no buzzer. */
  readonly muted: boolean | undefined
}
/** `silent`: connected, but no command yet on this connection. */
type Connection = 'lost' | 'silent' | 'heard'

interface DatedCommand {
  readonly command: LightCommand
  /** On the monotonic clock, in milliseconds; `undefined` when its age is unknown: then the lamp does not believe it. */
  readonly freshUntil: number | undefined
  /** Whether its age comes from a clock that is set. */
  readonly isDated: boolean
  /** The clock, once it was set, said that it is from the future: nothing has to be newer than that. */
  readonly isDisowned?: true
}

const inOrder = { trouble: undefined, cordTrouble: undefined, muted: undefined }
export const newLamp: Lamp = { connection: 'lost', newest: undefined, ...inOrder }

export type Fact =
  | { readonly kind: 'connected' }
  | { readonly kind: 'lost' }
  /** `retained`: the broker had kept it, nobody knows for how long. */
  | { readonly kind: 'commanded'; readonly command: LightCommand; readonly retained: boolean }
  /** The lamp itself does not work; `because` is for people, and may hold anything. */
  | { readonly kind: 'lamp-lost'; readonly because: string }
  | { readonly kind: 'lamp-back' }
  /** The cord does not work. The lamp still may. */
  | { readonly kind: 'cord-lost'; readonly because: string }
  | { readonly kind: 'cord-back' }
  /** There is a buzzer, and it is muted or not. */
  | { readonly kind: 'muted'; readonly muted: boolean }

export type Learned = { readonly lamp: Lamp; readonly ignored?: Ignored }
export type Ignored = 'older' | 'repeated' | 'from-the-future'

/** What the lamp knows after `fact`. */
export function learn(lamp: Lamp, fact: Fact, moment: Moment): Learned {
  switch (fact.kind) {
    case 'connected':
      return { lamp: { ...lamp, connection: 'silent' } }
    case 'lost':
      return { lamp: { ...lamp, connection: 'lost' } }
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

/** A command that came while the clock was not set gets its age once the clock is set. */
export function dateNewest(lamp: Lamp, moment: Moment): Lamp {
  if (!awaitsClock(lamp) || lamp.newest === undefined || !moment.wallIsSet) return lamp
  const { command, freshUntil = Infinity } = lamp.newest
  if (isFromTheFuture(command, moment))
    return { ...lamp, newest: { command, freshUntil: -Infinity, isDated: true, isDisowned: true } }
  return {
    ...lamp,
    newest: { command, freshUntil: Math.min(freshUntil, freshByClock(command, moment)), isDated: true },
  }
}

/** Whether setting the clock can change what the lamp shows. */
export const awaitsClock = ({ newest }: Lamp) => newest !== undefined && !newest.isDated

/** What to show, and until when if nothing new comes: `until` is on the monotonic clock. */
export function shownBy({ connection, newest }: Lamp, { monotonic }: Moment): { shown: Shown; until?: number } {
  if (connection === 'lost') return unknown('not-connected')
  if (connection === 'silent' || newest === undefined) return unknown('nothing-heard')
  if (newest.freshUntil === undefined) return unknown('clock-not-set')
  if (newest.freshUntil <= monotonic) return unknown('not-fresh')
  return { shown: commandedBy(newest.command), until: newest.freshUntil }
}

/** What the lamp reports to the cloud while it should show `shown`. */
export function reportOf(
  { newest, trouble, cordTrouble, muted }: Lamp,
  shown: Shown,
  { wall }: Moment,
): Omit<LightReport, 'agent'> {
  const reason = trouble ?? (shown.state === 'unknown' ? whyUnknown(shown) : cordTrouble)
  return {
    epoch: newest?.command.epoch ?? '',
    appliedV: newest?.command.v ?? 0,
    // A lamp that does not work may show anything.
    state: trouble === undefined ? shown.state : 'unknown',
    at: new Date(wall).toISOString(),
    online: true,
    ...(reason !== undefined && { reason: forReport(reason) }),
    ...(muted !== undefined && { muted }),
  }
}

const forReport = (words: string) => printable(words, longestReason).slice(0, longestReason).toWellFormed()

function obey(lamp: Lamp, command: LightCommand, retained: boolean, moment: Moment): Learned {
  if (moment.wallIsSet && isFromTheFuture(command, moment)) return { lamp, ignored: 'from-the-future' }

  const connection = lamp.connection === 'lost' ? 'lost' : 'heard'
  const dated = date(command, retained, moment)
  const known = lamp.newest
  if (known === undefined || isObeyed(command, known)) return { lamp: { ...lamp, connection, newest: dated } }
  if (isNewer(known.command, command)) return { lamp, ignored: 'older' }
  if (lamp.connection !== 'silent' && known.freshUntil !== undefined) return { lamp, ignored: 'repeated' }
  // The cloud has nothing new since the connection was lost: the command still holds, but is no fresher.
  const newest = known.freshUntil === undefined ? { ...dated, command: known.command } : known
  return { lamp: { ...lamp, connection, newest } }
}

const isObeyed = (next: LightCommand, { command, isDisowned }: DatedCommand) =>
  isDisowned === true || isNewer(next, command) || getsOver(next, command)

function date(command: LightCommand, retained: boolean, moment: Moment): DatedCommand {
  if (moment.wallIsSet) return { command, freshUntil: freshByClock(command, moment), isDated: true }
  // A live command was made just now. A retained one may be a day old, and without a clock we cannot tell.
  const freshUntil = retained ? undefined : moment.monotonic + command.ttlSeconds * 1000
  return { command, freshUntil, isDated: false }
}

const freshByClock = ({ at, ttlSeconds }: LightCommand, { monotonic, wall }: Moment) =>
  monotonic + ttlSeconds * 1000 - Math.max(0, wall - Date.parse(at))

const isFromTheFuture = ({ at }: LightCommand, { wall }: Moment) => Date.parse(at) > wall + allowedSkew

const unknown = (because: Unknown['because']): { shown: Shown } => ({ shown: { state: 'unknown', because } })
