import { isNewer, type LightCommand } from '../contract/light-command.ts'
import type { LightReport } from '../contract/light-report.ts'
import type { Moment } from './clock.ts'
import type { Shown, Unknown } from './shown.ts'

/** How far a command's `at` may lie ahead of a clock that is set. Milliseconds. */
const allowedSkew = 60_000

/** What a lamp remembers between two facts. */
export interface Lamp {
  readonly contact: Contact
  /** The newest command that was ever taken in: never forgotten, or an older one could win. */
  readonly newest?: Taken
}
/** `silent`: connected, and nothing heard yet on this connection. */
type Contact = 'lost' | 'silent' | 'heard'

interface Taken {
  readonly command: LightCommand
  /** On the monotonic clock, in milliseconds; `undefined` when the command's age cannot be told: not to be believed. */
  readonly freshUntil: number | undefined
}

export const newLamp: Lamp = { contact: 'lost' }

export type Fact =
  | { readonly kind: 'connected' }
  | { readonly kind: 'lost' }
  /** `retained`: the broker kept it for us, for nobody knows how long. */
  | { readonly kind: 'commanded'; readonly command: LightCommand; readonly retained: boolean }

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
  }
}

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

/** What the lamp says of itself to the cloud. */
export function reportOf(lamp: Lamp, moment: Moment): Omit<LightReport, 'agent'> {
  const { newest } = lamp
  return {
    epoch: newest?.command.epoch ?? '',
    appliedV: newest?.command.v ?? 0,
    state: shownBy(lamp, moment).shown.state,
    at: new Date(moment.wall).toISOString(),
    online: true,
  }
}

function obey(lamp: Lamp, command: LightCommand, retained: boolean, moment: Moment): Heard {
  if (moment.wallIsSet && Date.parse(command.at) > moment.wall + allowedSkew)
    return { lamp, ignored: 'from-the-future' }

  const contact = lamp.contact === 'lost' ? 'lost' : 'heard'
  const taken: Taken = { command, freshUntil: freshUntil(command, retained, moment) }
  const known = lamp.newest
  if (known === undefined || isNewer(command, known.command)) return { lamp: { contact, newest: taken } }
  if (isNewer(known.command, command)) return { lamp, ignored: 'older' }
  if (lamp.contact !== 'silent' && known.freshUntil !== undefined) return { lamp, ignored: 'repeated' }
  // The cloud has said nothing new since contact was lost: what we knew still holds, and is no younger for it.
  return { lamp: { contact, newest: { ...known, freshUntil: known.freshUntil ?? taken.freshUntil } } }
}

function freshUntil({ at, ttlSeconds }: LightCommand, retained: boolean, moment: Moment): number | undefined {
  const { monotonic, wall, wallIsSet } = moment
  if (wallIsSet) return monotonic + ttlSeconds * 1000 - Math.max(0, wall - Date.parse(at))
  // What comes live was made just now; what the broker kept may be a day old, and nothing here can tell.
  return retained ? undefined : monotonic + ttlSeconds * 1000
}

const unknown = (because: Unknown['because']): { shown: Shown } => ({ shown: { state: 'unknown', because } })
