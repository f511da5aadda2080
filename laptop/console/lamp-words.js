/**
 * @import { LightView } from '../laptop.ts'
 * @import { ShownState } from '../../iot/contract/light-state.ts'
 * @typedef {{ state: ShownState, answered: boolean, muted: boolean, why?: string }} Shown
 */
import { timeOfDay } from './time.js'

/**
 * What to draw: what the lamp says of itself, never what it was merely told.
 *
 * @param {LightView} light
 * @param {boolean} isConnected whether this page hears the laptop
 * @returns {Shown}
 */
export function shownBy({ command, report, reportedAt }, isConnected) {
  if (!isConnected) return unknown('this page has no contact with the laptop')
  if (report === undefined) return unknown('no lamp of this name has reported yet')
  if (!report.online) return unknown(`the lamp went off line at ${timeOfDay(reportedAt ?? report.at)}`)
  if (report.state === 'unknown')
    return unknown(report.reason ?? 'the lamp has received nothing that is fresh enough to show')
  const answered = isObeyed(command, report) && command?.acknowledged === true
  return { state: report.state, answered, muted: report.muted === true }
}

/**
 * What the lamp was told and does not show.
 *
 * @param {LightView} light
 * @param {Shown} shown
 */
export function unmet({ command }, shown) {
  return command === undefined || command.state === shown.state ? undefined : command.state
}

/**
 * @param {LightView['command']} command
 * @param {NonNullable<LightView['report']>} report
 */
const isObeyed = (command, { epoch, appliedV }) => command?.epoch === epoch && command.v === appliedV

/** @param {string} why @returns {Shown} */
const unknown = (why) => ({ state: 'unknown', answered: false, muted: false, why })

/** @type {Readonly<Record<ShownState, { looks: string, means: string }>>} */
const words = {
  stop: { looks: 'red, flashing', means: 'the line is stopped' },
  approval: { looks: 'blue', means: 'a person must decide' },
  help: { looks: 'yellow, slow pulse', means: 'a person is called' },
  working: { looks: 'yellow', means: 'a machine is working on it' },
  calm: { looks: 'green', means: 'nothing is open' },
  flood: { looks: 'red and yellow in turn', means: 'more alarms than anybody can read' },
  test: { looks: 'each lamp in turn', means: 'a lamp test' },
  unknown: { looks: 'white, double blink', means: 'nobody knows' },
}

/**
 * What changes its looks once somebody has answered.
 *
 * @type {Readonly<Partial<Record<ShownState, string>>>}
 */
export const answeredLooks = { stop: 'red', help: 'yellow, slow shallow pulse' }

/** @param {Shown} shown */
export function wordsFor({ state, answered, why }) {
  const { looks, means } = words[state]
  const calmer = answered ? answeredLooks[state] : undefined
  return calmer === undefined
    ? { looks, means: why ?? means }
    : { looks: calmer, means: `${means}; somebody has answered` }
}
