import { durationOf, inWords as duration } from '../../domain/duration.ts'
import { inWords as instant } from '../../domain/instant.ts'
import { plain, row, type Rows, table } from '../explain/rows.ts'
import type { CallReplayed, LineReplayed, Noisy, PlaybookReplayed, Replayed } from './tally.ts'

/** How many of each kind one line of words takes; the JSON has all. */
const mostNamed = 5

/** A replay for people at a terminal: a table of the lines, then each line by itself. */
export function replayInWords(replayed: Replayed): Rows {
  const { events, lines, noisiest, unheard, unknowable, from, to, home } = replayed
  const span = from === undefined || to === undefined ? '' : `, from ${instant(from)} to ${instant(to)}`
  return [
    plain(`${events.all} events${span}.`),
    plain(`Andon is ${home.assumed ? 'taken to be ' : ''}in account ${home.account}, region ${home.region}.`),
    plain(answeredInWords(replayed)),
    plain(''),
    ...tableOf(lines),
    ...lines.flatMap((line) => [plain(''), ...lineInWords(line)]),
    plain(''),
    ...under('noisiest', noisiest.slice(0, mostNamed).map(noisyInWords)),
    ...under(
      'nothing',
      unheard.slice(0, mostNamed).map(({ because, events: n }) => `${times(n, 'event')}: ${because}`),
    ),
    ...under('unknown', unknowable),
  ]
}

const answeredInWords = ({ answeredAfter }: Replayed) =>
  answeredAfter === undefined
    ? 'It is taken that nobody answers a call: --answered-after <minutes> says otherwise.'
    : `It is taken that every call is answered after ${duration(durationOf(answeredAfter)) || 'no time'}.`

const heads = ['line', 'opened', 'machine first', 'still open', 'acts', 'held', 'calls', 'stops', 'floods']

function tableOf(lines: readonly LineReplayed[]): Rows {
  const rows = lines.map((line) => [
    line.line,
    line.opened,
    line.machineFirst,
    line.stillOpen,
    line.playbooks.reduce((sum, { acts }) => sum + acts, 0),
    line.guards.reduce((sum, { incidents }) => sum + incidents, 0),
    line.calls.length,
    line.stops.length,
    line.floods.length,
  ])
  return table([heads, ...rows.map((cells) => cells.map(String))])
}

const lineInWords = ({ line, opened, playbooks, guards, calls, stops, floods }: LineReplayed): Rows => [
  row('line', `${line}: ${times(opened, 'incident')}`),
  ...under('playbooks', playbooks.map(playbookInWords)),
  ...under(
    'guards',
    guards.map(
      ({ guard, incidents, because }) => `${guard} objected for ${times(incidents, 'incident')}, last: ${because}`,
    ),
  ),
  ...under('calls', callsInWords(calls)),
  ...under(
    'stops',
    stops.length === 0 ? [] : [`${times(stops.length, 'time')} nobody answered, first at ${first(stops)}`],
  ),
  ...under('floods', floods.length === 0 ? [] : [`${times(floods.length, 'flood')}, the first at ${first(floods)}`]),
]

function playbookInWords({
  playbook,
  started,
  suggested,
  acts,
  cleared,
  handedOver,
  putDown,
  undone,
}: PlaybookReplayed): string {
  if (started === 0) return `${playbook}: it would have said ${times(suggested, 'time')} what it would do`
  const down = putDown === 0 ? '' : `; its trust would have fallen ${times(putDown, 'time')}`
  const back = undone === 0 ? '' : `; undone afterwards ${times(undone, 'time')}`
  return (
    `${playbook}: started ${times(started, 'time')}, ${times(acts, 'act')}; the alarm cleared meanwhile ` +
    `${times(cleared, 'time')}, and people were called after it ${times(handedOver, 'time')}${down}${back}`
  )
}

/** Of each channel, how often, and when first. */
function callsInWords(calls: readonly CallReplayed[]): string[] {
  return [...Map.groupBy(calls, ({ channel }) => channel)].flatMap(([channel, all]) => [
    `${channel}: ${times(all.length, 'call')}`,
    ...all.slice(0, mostNamed).map(({ at, title }) => `  ${instant(at)}  ${title}`),
    ...(all.length > mostNamed ? [`  and ${all.length - mostNamed} more`] : []),
  ])
}

const noisyInWords = ({ title, line, opened, changes }: Noisy) =>
  `${title} (${line}): ${times(changes, 'change')}, ${times(opened, 'incident')}`

const first = ([one]: LineReplayed['stops']) => (one === undefined ? '' : instant(one))

const times = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`

const under = (label: string, texts: readonly string[]): Rows =>
  texts.map((text, nth) => row(nth === 0 ? label : '', text))
