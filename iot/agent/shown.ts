import { maxReasons } from '../contract/light-command.ts'
import type { LightState } from '../contract/light-state.ts'
import { printable } from './printable.ts'

/** What a lamp shows: what it was told, or that it does not know, and why. */
export type Shown = (Told | Unknown) & {
  /** The lamp's buzzer is there and has been silenced by hand. */
  readonly isMuted?: boolean
}

export interface Told {
  readonly state: LightState
  readonly acknowledged: boolean
  readonly line: string
  /** The incidents' titles as they came: made by strangers, never to be printed as they are. */
  readonly reasons: readonly string[]
}

export interface Unknown {
  readonly state: 'unknown'
  readonly because: 'no-contact' | 'nothing-heard' | 'not-fresh' | 'clock-not-set'
}

const why: Record<Unknown['because'], string> = {
  'no-contact': 'no contact with the broker',
  'nothing-heard': 'nothing heard yet',
  'not-fresh': 'nothing fresh heard',
  'clock-not-set': "this machine's clock is not set",
}

/** Why a lamp does not know, in words for people. */
export const whyUnknown = ({ because }: Unknown) => why[because]

/** Whether a lamp looks the same for both: the words beside it may still differ. */
export const looksLike = (a: Shown, b: Shown) => a.state === b.state && isAcknowledged(a) === isAcknowledged(b)

export const isAcknowledged = (shown: Shown) => shown.state !== 'unknown' && shown.acknowledged

/** What belongs to the state and is not the state: `acknowledged`, `muted`. */
export const asideWords = (shown: Shown): readonly string[] => [
  ...(isAcknowledged(shown) ? ['acknowledged'] : []),
  ...(shown.isMuted ? ['muted'] : []),
]

/** The state in words, e.g. `stop, acknowledged, muted`. */
export const stateWords = (shown: Shown) => [shown.state, ...asideWords(shown)].join(', ')

/**
 * Why that is shown, safe to print: one text a reason, the most important first.
 * @param cells the width that each may take, in terminal cells
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
