import { type LightCommand, maxReasons } from '../../contract/light-command.ts'
import { printable } from '../printable.ts'

/** What a lamp shows: the state it was commanded, or that it does not know, and why. */
export type Shown = (Commanded | Unknown) & {
  /** The lamp has a buzzer, and somebody has muted it. */
  readonly isMuted?: boolean
}

/** What a command says to people; the rest of it is about how long and over which other it holds. */
export interface Commanded extends Readonly<Omit<LightCommand, 'epoch' | 'v' | 'at' | 'ttlSeconds' | 'reasons'>> {
  /** The incidents' titles as they came. Strangers wrote them: make them printable first. */
  readonly reasons: readonly string[]
}

export interface Unknown {
  readonly state: 'unknown'
  readonly because: 'not-connected' | 'nothing-heard' | 'not-fresh' | 'clock-not-set'
}

export function commandedBy({
  epoch: _e,
  v: _v,
  at: _at,
  ttlSeconds: _ttl,
  reasons,
  ...said
}: LightCommand): Commanded {
  return { ...said, reasons: reasons.map(({ title }) => title) }
}

const why: Record<Unknown['because'], string> = {
  'not-connected': 'not connected to the broker',
  'nothing-heard': 'no command yet',
  'not-fresh': 'the last command is too old',
  'clock-not-set': "this machine's clock is not set",
}

/** Why the lamp does not know, in words for people. */
export const whyUnknown = ({ because }: Unknown) => why[because]

/** Whether the lamp looks the same for both; the words beside it may differ. */
export const looksLike = (a: Shown, b: Shown) => a.state === b.state && isAnswered(a) === isAnswered(b)

export const isAnswered = (shown: Shown) => shown.state !== 'unknown' && shown.acknowledged

/** What is said beside the state: `answered`, `muted`. */
export const asideWords = (shown: Shown): readonly string[] => [
  ...(isAnswered(shown) ? ['answered'] : []),
  ...(shown.isMuted ? ['muted'] : []),
]

/** The state in words, e.g. `stop, answered, muted`. */
export const stateWords = (shown: Shown) => [shown.state, ...asideWords(shown)].join(', ')

/**
 * The reasons for the state, safe to print, the most important first.
 * @param cells the greatest width of each, in terminal cells
 */
export function reasonWords(shown: Shown, cells: number): string[] {
  if (shown.state === 'unknown') return [printable(whyUnknown(shown), cells)]
  return shown.reasons.map((title) => printable(title, cells))
}

/** How many more there are than the `named` first: a command that is full may have left out some. */
export function moreWords(shown: Shown, named: number): string {
  const count = shown.state === 'unknown' ? 1 : shown.reasons.length
  if (count <= named) return ''
  return count < maxReasons ? `and ${count - named} more` : `and at least ${count - named} more`
}

/**
 * The reasons where there is room for `most` lines. When there are too many, the last line says how many more: it is
 * `more`, which else is empty.
 */
export function reasonLines(shown: Shown, most: number, cells: number): { named: readonly string[]; more: string } {
  const reasons = reasonWords(shown, cells)
  const named = reasons.length > most ? reasons.slice(0, most - 1) : reasons
  return { named, more: moreWords(shown, named.length) }
}
