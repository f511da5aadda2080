import { buttonTopic, pullTopic } from '../../iot/contract/topics.ts'
import type { Act, Pull, Start } from './act.ts'
import { alarmKey } from './alarm-key.ts'
import { chosenFor, type PlaybookPlace } from './choose-playbook.ts'
import type { Origin } from './origin.ts'
import type {
  ParsedAlarm,
  ParsedContributor,
  ParsedMessage,
  ParsedPull,
  ParsedTrouble,
  PulledFrom,
} from './parsed-message.ts'
import { placeEvent, type SourcePlace } from './place-event.ts'
import type { AlarmSignal, ContributorSignal, DeviceSignal, NoData, Signal } from './signal.ts'

/** Where messages belong. Lines are asked in this order; the first one that takes an alarm has it. */
export interface Places {
  /** Where Andon itself is. Alarms of elsewhere call people; no machine acts on their word unless a choice names it. */
  readonly home: Origin
  readonly lines: readonly LinePlace[]
  /** The line of those who look after Andon's own devices. */
  readonly platform: string
  readonly cords: readonly { readonly name: string; readonly line: string; readonly button?: string }[]
  /** What other events mean, in the order in which they are asked. */
  readonly sources?: readonly SourcePlace[]
}
export interface LinePlace {
  readonly name: string
  /** What it was called before, the first name first. */
  readonly was?: readonly string[]
  /** Asks an alarm's `detail`, with its account, region and tags. */
  readonly takes: (detail: unknown) => boolean
  /** Missing: its incidents stay open. */
  readonly noData?: NoData
  readonly playbooks: readonly PlaybookPlace[]
}
/** This message can never be used. The reason names what is wrong and the remedy. */
export class Unusable extends Error {
  override readonly name = 'Unusable'
}

type Placeable = Exclude<ParsedMessage, { kind: 'nothing' }>
type Placed = Signal | ContributorSignal | Act

/**
 * What a message means, and for which line. Empty when no line takes the alarm: it is not Andon's business. Throws
 * `Unusable` for an unknown cord or line, and for an event that no source takes.
 */
export function place(places: Places, message: Exclude<Placeable, Start>): readonly Placed[]
export function place(places: Places, message: Placeable): readonly (Placed | Start)[]
export function place(places: Places, message: Placeable): readonly (Placed | Start)[] {
  switch (message.kind) {
    case 'answer':
    case 'resolve':
    case 'undo':
    case 'approve':
    case 'refuse':
    case 'run':
    case 'restore':
      // It names its incident, and the incident's id names its line.
      return [message]
    case 'start':
      return placeStart(places, message)
    case 'alarm':
      return placeAlarm(places, message)
    case 'contributor':
      return placeContributor(places, message)
    case 'event': {
      const placed = placeEvent(places, message)
      if (placed.kind === 'unusable') throw new Unusable(placed.because)
      return placed.signals
    }
    case 'trouble':
      return [placeTrouble(places, message)]
    case 'pull': {
      const pull = placePull(places, message)
      // People first: the battery can wait until somebody was called.
      return [pull, ...batteryOf(places, pull, message)]
    }
  }
}

/** By the name that it has or had. */
const lineCalled = (lines: readonly LinePlace[], wanted: string): LinePlace | undefined =>
  lines.find(({ name }) => name === wanted) ?? lines.find(({ was = [] }) => was.includes(wanted))

function placeAlarm({ lines, home }: Places, alarm: ParsedAlarm): AlarmSignal[] {
  const { at, state, arn, name, reason, url, account, region, tags = {}, seen, open } = alarm
  const asked = askedBy(alarm)
  // What is open stays on its line, whatever the config, or the alarm itself, has become meanwhile.
  const line: Omit<LinePlace, 'takes' | 'was'> | undefined =
    open === undefined
      ? lines.find(({ takes }) => takes(asked))
      : (lineCalled(lines, open.line) ?? { name: open.line, playbooks: [] })
  if (line === undefined) return []
  // The same change of the same alarm, however often and under whatever event id it is delivered.
  const id = `${at} ${state}`
  const about = { id, key: alarmKey(arn), line: line.name, at, title: name, reason, state, account, region }
  return [
    {
      kind: 'alarm',
      ...about,
      ...(line.noData && { noData: line.noData }),
      ...(seen && { seen }),
      ...(open && { incident: open.incident }),
      ...(url !== undefined && { url }),
      ...(Object.keys(tags).length > 0 && { tags }),
      ...chosenFor(line.playbooks, home, { asked, account, region, detail: alarm.detail, tags }),
    },
  ]
}

function placeContributor({ lines }: Places, message: ParsedContributor): ContributorSignal[] {
  const { contributor, name, arn, state, reason, at, open } = message
  const asked = askedBy(message)
  const line = open?.line ?? lines.find(({ takes }) => takes(asked))?.name
  if (line === undefined) return []
  const alarm = alarmKey(arn)
  const about = { id: `${at} ${state}`, key: `contributor ${contributor} of ${alarm}`, alarm, line }
  return [{ kind: 'contributor', ...about, at, name, state, reason }]
}

function placeTrouble({ platform }: Places, trouble: ParsedTrouble): DeviceSignal {
  return { ...trouble, kind: 'device', id: `${trouble.at} ${trouble.state}`, line: platform }
}

/** What patterns are about: also whose it is, by the event's envelope, which only AWS writes. */
const askedBy = ({ detail, account, region, tags = {} }: ParsedAlarm | ParsedContributor) => ({
  ...(typeof detail === 'object' && detail),
  account,
  region,
  tags,
})

function placePull(places: Places, message: ParsedPull): Pull {
  const { line, key, title } = whereFrom(places, message.from)
  const { id, click, by, via, at } = message
  return {
    kind: 'pull',
    id,
    key,
    line,
    at,
    title: message.reason ?? title,
    reason: message.reason ?? '',
    click,
    by,
    via,
  }
}

/** Just after a renaming, what stops the line may stand under an earlier name of it. */
function placeStart(places: Places, start: Start): Start[] {
  const { name, was = [] } = lineNamed(places, start.line)
  return [name, ...was].map((line) => ({ ...start, line }))
}

/**
 * A button reports the voltage of its battery with each press. One alkaline cell has 1,500 millivolts when it is new
 * and is all but empty at 1,100; AWS names no figure for its button.
 */
const lowBattery = 1200

function batteryOf({ platform }: Places, { id, key, at }: Pull, { millivolts, by }: ParsedPull): DeviceSignal[] {
  if (millivolts === undefined) return []
  const isLow = millivolts < lowBattery
  return [
    {
      kind: 'device',
      id,
      key: `battery of ${key}`,
      line: platform,
      at,
      title: `the battery of ${by} is low`,
      reason: `${millivolts} mV at its last press, and below ${lowBattery} mV a press may be lost: change it`,
      state: isLow ? 'alarm' : 'ok',
      saidBy: by,
    },
  ]
}

function lineNamed({ lines }: Pick<Places, 'lines'>, wanted: string): LinePlace {
  const line = lineCalled(lines, wanted)
  if (line !== undefined) return line
  const names = lines.map(({ name }) => name)
  throw unknown('line', wanted, names)
}

/** The key of the cord that every line has, for those who pull it by its name: the first that it had. */
export const cordOfLine = (line: string) => `cord-of-line ${line}`

function whereFrom({ lines, cords }: Places, from: PulledFrom): { line: string; key: string; title: string } {
  if (from.kind === 'line') {
    const { name, was = [] } = lineNamed({ lines }, from.line)
    return { line: name, key: cordOfLine(was[0] ?? name), title: `the cord of line ${name} was pulled` }
  }
  const cord = cords.find(({ name, button }) => (from.kind === 'cord' ? name === from.cord : button === from.serial))
  if (cord === undefined) {
    if (from.kind === 'cord')
      throw unknown(
        'cord',
        from.cord,
        cords.map(({ name }) => name),
      )
    throw unknown(
      'button',
      from.serial,
      cords.flatMap(({ button }) => button ?? []),
    )
  }
  return { line: cord.line, key: `cord ${cord.name}`, title: `cord ${cord.name} was pulled` }
}

function unknown(kind: 'line' | 'cord' | 'button', name: string, known: readonly string[]): Unusable {
  const where = kind === 'button' ? 'as the `button` of a cord' : `under \`${kind}s\``
  const names = known.length > 0 ? known.join(', ') : 'none'
  const heard = kind === 'line' ? '' : `; it was heard on ${kind === 'cord' ? pullTopic(name) : buttonTopic(name)}`
  return new Unusable(
    `unknown ${kind} ${JSON.stringify(name)} (known: ${names}); add it to andon.config.ts ${where} and deploy${heard}`,
  )
}
