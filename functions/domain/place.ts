import type { Act, Pull } from './act.ts'
import { alarmKey } from './alarm-key.ts'
import type {
  ParsedAlarm,
  ParsedContributor,
  ParsedMessage,
  ParsedPull,
  ParsedTrouble,
  PulledFrom,
} from './parsed-message.ts'
import type { AlarmSignal, ChosenPlaybook, ContributorSignal, DeviceSignal, NoData, Signal } from './signal.ts'

/** Where messages belong. Lines are asked in this order; the first one that takes an alarm has it. */
export interface Places {
  readonly lines: readonly LinePlace[]
  /** The line of those who look after Andon's own devices. */
  readonly platform: string
  readonly cords: readonly { readonly name: string; readonly line: string; readonly button?: string }[]
}
export interface LinePlace {
  readonly name: string
  readonly takes: (detail: unknown) => boolean
  /** Missing: its incidents stay open. */
  readonly noData?: NoData
  readonly playbooks: readonly { readonly takes: (detail: unknown) => boolean; readonly playbook: ChosenPlaybook }[]
}

/** This message can never be used. The reason names what is wrong and the remedy. */
export class Unusable extends Error {
  override readonly name = 'Unusable'
}

type Placeable = Exclude<ParsedMessage, { kind: 'nothing' }>

/**
 * What a message means, and for which line. Empty when no line takes the alarm: it is not Andon's business. Throws
 * `Unusable` for an unknown cord.
 */
export function place(places: Places, message: Placeable): readonly (Signal | ContributorSignal | Act)[] {
  switch (message.kind) {
    case 'answer':
    case 'resolve':
      // It names its incident, and the incident's id names its line.
      return [message]
    case 'alarm':
      return placeAlarm(places, message)
    case 'contributor':
      return placeContributor(places, message)
    case 'trouble':
      return [placeTrouble(places, message)]
    case 'pull': {
      const pull = placePull(places, message)
      // People first: the battery can wait until somebody was called.
      return [pull, ...batteryOf(places, pull, message)]
    }
  }
}

function placeAlarm({ lines }: Places, alarm: ParsedAlarm): AlarmSignal[] {
  const { at, state, arn, name, reason, url, detail, seen, open } = alarm
  // What is open stays on its line, whatever the config, or the alarm itself, has become meanwhile.
  const line: Omit<LinePlace, 'takes'> | undefined =
    open === undefined
      ? lines.find(({ takes }) => takes(detail))
      : (lines.find((one) => one.name === open.line) ?? { name: open.line, playbooks: [] })
  if (line === undefined) return []
  const chosen = line.playbooks.find(({ takes }) => takes(detail))
  // The same change of the same alarm, however often and under whatever event id it is delivered.
  const id = `${at} ${state}`
  const about = { id, key: alarmKey(arn), line: line.name, at, title: name, reason, url, state }
  return [
    {
      kind: 'alarm',
      ...about,
      ...(line.noData && { noData: line.noData }),
      ...(seen && { seen }),
      ...(open && { incident: open.incident }),
      ...(chosen && { playbook: chosen.playbook }),
    },
  ]
}

function placeContributor({ lines }: Places, message: ParsedContributor): ContributorSignal[] {
  const { contributor, name, arn, state, reason, at, detail } = message
  const line = lines.find(({ takes }) => takes(detail))
  if (line === undefined) return []
  const alarm = alarmKey(arn)
  const about = { id: `${at} ${state}`, key: `contributor ${contributor} of ${alarm}`, alarm, line: line.name }
  return [{ kind: 'contributor', ...about, at, name, state, reason }]
}

function placeTrouble({ platform }: Places, trouble: ParsedTrouble): DeviceSignal {
  return { ...trouble, kind: 'device', id: `${trouble.at} ${trouble.state}`, line: platform }
}

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

function whereFrom({ lines, cords }: Places, from: PulledFrom): { line: string; key: string; title: string } {
  if (from.kind === 'line') {
    if (!lines.some(({ name }) => name === from.line))
      throw unknown(
        'line',
        from.line,
        lines.map(({ name }) => name),
      )
    return { line: from.line, key: `cord-of-line ${from.line}`, title: `the cord of line ${from.line} was pulled` }
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
  return new Unusable(
    `unknown ${kind} ${JSON.stringify(name)} (known: ${names}); add it to andon.config.ts ${where} and deploy`,
  )
}
