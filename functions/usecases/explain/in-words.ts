import { durationOf, inWords as duration } from '../../domain/duration.ts'
import { inWords as instant } from '../../domain/instant.ts'
import type { Trust } from '../../domain/trust.ts'
import {
  type AboutEscalation,
  type AboutSignal,
  type Explanation,
  isNot,
  type Meaning,
  type Part,
} from './explanation.ts'
import { no, plain, row, type Row, type Rows } from './rows.ts'
import { countermeasureInWords } from './countermeasure-in-words.ts'

/**
 * An explanation for people at a terminal, line by line.
 * @param printable makes a stranger's text safe to print, in so many cells at most
 */
export function inWords(explained: Explanation, printable: (text: string, cells: number) => string): string[] {
  return rowsInWords([...head(explained), ...bodyOf(explained)], printable)
}

/** Rows as they are printed. */
export const rowsInWords = (rows: Rows, printable: (text: string, cells: number) => string): string[] =>
  rows.map((each) => shown(each, printable))

/** Longer than any sentence of ours. What is cut off is in the JSON. */
const longest = 600
/** The one place by which all text goes out, whoever wrote it. */
function shown({ label, indent, text, cells }: Row, printable: (text: string, cells: number) => string): string {
  if (cells !== undefined) {
    const safe = cells.map((cell) => ({ ...cell, text: printable(cell.text, 60) }))
    return safe
      .map((cell, nth) => (nth === 0 ? cell.text.padEnd(cell.width) : cell.text.padStart(cell.width)))
      .join('  ')
  }
  const begin = label === undefined ? '' : `${' '.repeat(indent)}${label} `.padEnd(indent + labelWidth)
  // Only spaces of ours stand at the beginning: `printable` leaves none.
  const inset = label === undefined ? '' : ' '.repeat(/^ {0,4}/.exec(text)?.[0].length ?? 0)
  return `${begin}${inset}${printable(text, longest)}`
}
const labelWidth = 11

function head({ event, at, asked, home, rule }: Explanation): Rows {
  const what = isNot(event) ? event.not : `"${event.type ?? 'a message'}" from ${event.source}`
  return [
    plain(`${what}, taken to come at ${instant(at)}.`),
    plain(`Andon is ${home.assumed ? 'taken to be ' : ''}in account ${home.account}, region ${home.region}.`),
    plain(asked === 'table' ? 'The table was asked as well.' : withoutTable),
    isNot(rule) ? no('rule', rule) : row('rule', `${rule.name}, on ${placeOf(rule.on)}`),
  ]
}

const withoutTable = 'Only the config was asked: what is open, and what machines did, may change the answer.'

const places: ReadonlyMap<string, string> = new Map([
  ['default', 'the default bus'],
  ['andon', 'the bus andon'],
  ['partner', "a partner's bus"],
  ['MQTT', 'MQTT'],
  ['itself', "Andon's own queue: nobody else can put it there"],
])
const placeOf = (on: string) => places.get(on) ?? on

function bodyOf({ means }: Explanation): Rows {
  if (isNot(means)) return [no('line', means)]
  return means.flatMap((meaning, nth) => [...(nth > 0 ? [plain('')] : []), ...meaningInWords(meaning)])
}

function meaningInWords(meaning: Meaning): Rows {
  const { line: where, what, change, playbook, countermeasures, lights, messages, escalation, events } = meaning
  const first = [row('line', `${where.name} (${where.title})`), row('signal', signalInWords(what))]
  if (isNot(change)) return [...first, no('incident', change)]
  return [
    ...first,
    row('incident', `${change.kind}: ${change.text}`),
    row('', `${change.incident}, ${change.state}`),
    ...(isNot(playbook)
      ? [no('playbook', playbook)]
      : [
          row('playbook', `${playbook.title} (${playbook.name}), trust ${playbook.trust}: ${trusts[playbook.trust]}`),
          row('', `as ${playbook.role}`),
        ]),
    ...(isNot(countermeasures) ? [] : countermeasures.flatMap((each) => countermeasureInWords(each))),
    ...each('lights', lights, ({ light, state }) => `${light}: ${state}`),
    ...each('messages', messages, ({ channel, kind, tells }) =>
      isNot(tells) ? `${channel} (${kind}): nothing: ${tells.not}` : `${channel} (${kind}) ${tells.how}`,
    ),
    ...escalationInWords(escalation),
    ...each('events', events, (type) => `"${type}" on the bus andon`),
  ]
}

const trusts: Readonly<Record<Trust, string>> = {
  observe: 'it only says what it would have done',
  suggest: 'it says what it would do, and a person may start that',
  approve: 'it asks before each act',
  auto: 'it acts',
}

function signalInWords({ kind, state, title, reason, by, incident, severity, elsewhere }: AboutSignal): string {
  const who = by === undefined ? '' : ` by ${by}`
  const standing = state === undefined ? '' : `, ${state}`
  const about = title ?? (incident === undefined ? '' : `of ${incident}`)
  const why = reason === undefined || reason === '' || reason === title ? '' : `: ${reason}`
  const how = severity === undefined || severity === 'help' ? '' : `, severity ${severity}`
  return `${kind} ${about}${standing}${who}${how}${elsewhere ? ', of another account or region' : ''}${why}`
}

/** Under one label. */
function each<T>(label: string, part: Part<readonly T[]>, text: (one: T) => string): Rows {
  if (isNot(part)) return [no(label, part)]
  return part.map((one, nth) => (nth === 0 ? row(label, text(one)) : row('', text(one))))
}

function escalationInWords(escalation: Part<AboutEscalation>): Rows {
  if (isNot(escalation)) return [no('escalation', escalation)]
  const { begins, moments, quietUntil } = escalation
  const when = begins === 'now' ? 'of this call, while nobody answers' : 'later, if the machine does not help'
  const quiet = quietUntil === undefined ? '' : `; nobody is called before ${instant(quietUntil)}`
  return [
    row('escalation', `${when}${quiet}`),
    ...moments.map(({ after, text, byRota }) =>
      row(
        '',
        `after ${after === 0 ? 'no time' : duration(durationOf(after))}: ${text}${byRota ? '; the rota says who' : ''}`,
      ),
    ),
  ]
}
