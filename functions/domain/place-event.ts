import { chosenFor, type PlaybookPlace } from './choose-playbook.ts'
import { clip } from './clip.ts'
import { joined, textAt, type TextPart } from './event-text.ts'
import type { Origin } from './origin.ts'
import type { ParsedEvent } from './parsed-message.ts'
import type { EventSignal, Severity } from './signal.ts'

/** A source of the config: which events are its own, and what it makes of them. */
export interface SourcePlace {
  readonly name: string
  readonly line: string
  readonly opens: (event: unknown) => boolean
  /** Missing: no event says that it is over. */
  readonly clears?: (event: unknown) => boolean
  /** Paths of what tells one problem from another. */
  readonly key: readonly string[]
  readonly title: readonly TextPart[]
  readonly reason: readonly TextPart[]
  readonly severity: Severity
  readonly playbooks: readonly PlaybookPlace[]
}

interface SourcePlaces {
  readonly home: Origin
  readonly sources?: readonly SourcePlace[]
}

type Placed =
  | { readonly kind: 'placed'; readonly signals: readonly EventSignal[] }
  | { readonly kind: 'unusable'; readonly because: string }

/**
 * What an event means: it opens an incident of the first source that takes it, and ends those of every source that it
 * clears. It cannot be used where it is no source's, or where nobody can tell which incident it ends.
 */
export function placeEvent({ home, sources = [] }: SourcePlaces, message: ParsedEvent): Placed {
  const opener = sources.find(({ opens }) => opens(message.event))
  const clearers = sources.filter((source) => source !== opener && source.clears?.(message.event) === true)
  const cleared = clearers.flatMap((source) => clearing(source, message) ?? [])
  const signals = [...(opener === undefined ? [] : [opening(opener, home, message)]), ...cleared]
  return signals.length > 0 ? { kind: 'placed', signals } : { kind: 'unusable', because: whyNot(message, clearers[0]) }
}

function whyNot(message: ParsedEvent, clearer: SourcePlace | undefined): string {
  const event = `the event "${message.type}" from ${message.source}`
  if (clearer === undefined)
    return `Andon does not know ${event}; remove it from the rule that sends it, or add it to andon.config.ts under \`sources\``
  const { name, key } = clearer
  return (
    `${event} ends an incident of the source ${name}, but it has no ${missingIn(message, key).join(', no ')}, by which ` +
    `that incident is found; correct sources.${name}.key in andon.config.ts, and resolve the incident by hand`
  )
}

/** What is missing in the event keeps nobody from being called: it is named. */
function opening(source: SourcePlace, home: Origin, message: ParsedEvent): EventSignal {
  const { name, severity } = source
  const { account, region, event } = message
  const missing = missingIn(message, source.key)
  const known = joined(event, source.reason)
  const lacks =
    `The event has no ${missing.join(', no ')} (sources.${name}.key in andon.config.ts), so Andon cannot tell one problem ` +
    'from another: look into the event yourself'
  const reason = missing.length === 0 ? known : [lacks, known].filter((text) => text !== '').join('. ')
  return {
    ...about(source, message, keyOf(source, message, missing.length > 0)),
    state: 'alarm',
    title: inOneLine(joined(event, source.title)),
    reason: clip(reason, 1000),
    severity,
    ...(source.clears === undefined && { neverClears: true }),
    ...chosenFor(
      // A machine acts on what can be told apart, and on nothing else.
      missing.length === 0 ? source.playbooks : [],
      home,
      { asked: askedBy(message), account, region, detail: event.detail },
    ),
  }
}

/** `undefined`: it cannot be told which incident it ends, and none is ended by a guess. */
function clearing(source: SourcePlace, message: ParsedEvent): EventSignal | undefined {
  if (missingIn(message, source.key).length > 0) return undefined
  const { name, severity } = source
  return { ...about(source, message, keyOf(source, message)), state: 'ok', title: name, reason: '', severity }
}

const about = ({ name, line }: SourcePlace, { id, at, account, region }: ParsedEvent, key: string) =>
  ({ kind: 'event', id, key, line, at, source: name, account, region }) as const

const missingIn = ({ event }: ParsedEvent, key: readonly string[]) =>
  key.filter((path) => textAt(event, path) === undefined)

/** Begins the key of all that a source opens. */
export const keyOfSource = (name: string): string => `event ${name} `

/** A key of the table holds 2,048 bytes, and a character takes up to four. */
const longestKey = 400

/** Names are only unique within an account and region. @param whole of the source as a whole, by no field of the event */
function keyOf({ name, key }: SourcePlace, { account, region, event }: ParsedEvent, whole = false): string {
  const values = whole ? [] : key.map((path) => textAt(event, path) ?? '')
  // Quoted where there are several, so that no two lists of them are one text.
  const parts = values.length > 1 ? values.map((value) => JSON.stringify(value)) : values
  const most = Math.floor(longestKey / parts.length)
  return `${keyOfSource(name)}${[account, region, ...parts.map((part) => withBothEnds(part, most))].join(' ')}`
}

/** Of what is too long the end stays too: names that AWS makes differ there. */
function withBothEnds(text: string, most: number): string {
  const characters = Array.from(text)
  if (characters.length <= most) return text
  const half = Math.floor((most - 1) / 2)
  return [...characters.slice(0, half), '…', ...characters.slice(-half)].join('')
}

const inOneLine = (text: string) => clip(text.replaceAll(/\s+/g, ' ').trim(), 200)

/** What patterns of playbooks are about, as for alarms. */
const askedBy = ({ event: { detail }, account, region }: ParsedEvent) => ({
  ...(typeof detail === 'object' && detail),
  account,
  region,
})
