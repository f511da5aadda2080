import { type Places, place, Unusable } from '../../domain/place.ts'
import type { ParsedMessage } from '../../domain/parsed-message.ts'
import type { Incoming } from '../../domain/settle.ts'
import { isOfAnAlarm } from '../alarms-of-no-line.ts'
import { isNot, type Part } from './explanation.ts'
import type { Known, KnownFacts } from './known.ts'

/** As its parser reads it. */
export function readOf(known: Known, event: unknown, { now }: Pick<KnownFacts, 'now'>): Part<ParsedMessage> {
  return unlessUnusable(() => known.readMessage(JSON.stringify(event), now))
}

/** What it means for which line, before it is settled: in the way that on-signal places it. */
export function incomingOf(
  known: Known,
  message: ParsedMessage,
  { table }: Pick<KnownFacts, 'table'>,
): Part<readonly Incoming[]> {
  if (message.kind === 'nothing') return { not: ignoredInWords(message.because) }
  // Of a line that starts each stop is settled by itself, and the table alone knows them.
  if (message.kind === 'start') return { not: `it ends what stops ${message.line}, and was no event of EventBridge` }
  const placed = placedIn(known.places, message)
  if (isNot(placed) || placed.length > 0 || !isOfAnAlarm(message)) return placed
  if (table?.open !== undefined) return placedIn(known.places, { ...message, open: table.open })
  return { not: ofNoLine(known, message.name, table !== undefined) }
}

const placedIn = (places: Places, message: Exclude<ParsedMessage, { kind: 'nothing' | 'start' }>) =>
  unlessUnusable(() => place(places, message))

function unlessUnusable<T>(work: () => T): Part<T> {
  try {
    return work()
  } catch (error) {
    if (error instanceof Unusable) return { not: `it goes to the dead letters: ${error.message}` }
    throw error
  }
}

const ignored: ReadonlyMap<string, string> = new Map([
  ['configuration-change', 'somebody edited an alarm; if that changes its state, another event says so'],
  ['muted', 'a mute rule of CloudWatch is active for the alarm'],
  ['no-press', 'the button says something else than that it was pressed'],
  ['not-ours', 'it is of an alert that is not one of Andon'],
  ['no-person', 'no person did it, so it answers nothing'],
])
const ignoredInWords = (because: string) => `it is ignored: ${ignored.get(because) ?? because}`

/** Lines that are named, with what they ask for. */
const mostNamed = 5
const longestPattern = 200

function ofNoLine({ config }: Known, alarm: string, wasAsked: boolean): string {
  const all = Object.entries(config.lines)
  const named = all
    .slice(0, mostNamed)
    .map(([name, { alarms }]) => `${name} asks for ${JSON.stringify(alarms).slice(0, longestPattern)}`)
  const more = all.length > mostNamed ? [`and ${all.length - mostNamed} more`] : []
  const open = wasAsked ? 'nothing is open for it' : 'what is open for it was not asked: needs the table'
  return `no line takes the alarm ${JSON.stringify(alarm)} (${[...named, ...more].join('; ')}), and ${open}`
}
