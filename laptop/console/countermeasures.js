/** @import { IncidentView } from '../laptop.ts' */
import { element } from './element.js'
import { trusted } from './playbooks.js'
import { left, tickingText, timeOfDay } from './time.js'

/**
 * What the playbook tried, what came of each, and what it waits for now.
 *
 * @param {IncidentView} incident
 */
export function countermeasures(incident) {
  const { tried, playbook, trust, state, held, waitsUntil, outcome } = incident
  if (playbook === undefined) return []
  // Between two countermeasures the machine does nothing but wait.
  const isWaiting = state === 'working' && (waitsUntil !== undefined || tried.at(-1)?.outcome !== undefined)
  return [
    standing(playbook, trust),
    element('ol', { class: 'tried' }, ...tried.map((one, nth) => countermeasure(one, standingOf(incident, nth)))),
    ...(held !== undefined ? [holding(held)] : isWaiting ? [waiting(waitsUntil)] : []),
    ...(outcome === undefined
      ? []
      : [element('p', { class: 'came-out' }, 'The run came out as ', element('b', {}, outcome))]),
  ]
}

/**
 * The playbook, and the trust that it had when its incident was opened.
 *
 * @param {string} playbook @param {IncidentView['trust']} trust
 */
function standing(playbook, trust) {
  const words = trust === undefined ? [] : [' · ', element('b', {}, trust), ` ${trusted[trust]}`]
  return element('p', { class: 'playbook' }, 'Playbook ', element('code', {}, playbook), ...words)
}

/** @typedef {'under-way' | 'failed' | 'done' | 'did-not-help' | 'helped'} Standing */

/**
 * That a countermeasure was carried out is no success: only the alarm can say so.
 *
 * @param {IncidentView} incident
 * @param {number} nth
 * @returns {Standing}
 */
function standingOf({ tried, state, resolvedBy }, nth) {
  const one = tried[nth]
  if (one?.outcome === undefined) return 'under-way'
  if (one.failed) return 'failed'
  const isLast = nth === tried.length - 1
  if (!isLast) return 'did-not-help'
  if (state === 'resolved') return resolvedBy === 'the alarm' || resolvedBy === 'its source' ? 'helped' : 'done'
  return state === 'working' ? 'done' : 'did-not-help'
}

/** @type {Readonly<Record<Standing, { sign: string, says: (outcome: string) => string }>>} */
const standings = {
  'under-way': { sign: '…', says: () => 'under way' },
  failed: { sign: '✗', says: (outcome) => `failed: ${outcome}` },
  done: { sign: '▸', says: (outcome) => outcome },
  'did-not-help': { sign: '✗', says: (outcome) => `${outcome}; it did not clear` },
  helped: { sign: '✓', says: (outcome) => `${outcome}; then it cleared` },
}

/** @param {IncidentView['tried'][number]} tried @param {Standing} standing */
function countermeasure({ title, outcome = '', undone, stays }, standing) {
  const { sign, says } = standings[standing]
  return element(
    'li',
    { 'data-standing': standing },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    element('span', {}, element('b', {}, title), ` ${says(outcome)}`, undoing(undone, stays)),
  )
}

/** @param {string | undefined} undone @param {string | undefined} stays */
function undoing(undone, stays) {
  if (undone !== undefined) return `; undone: ${undone}`
  return stays === undefined ? '' : `; not undone: ${stays}`
}

/** @param {string} why */
const holding = (why) => element('p', { class: 'waiting' }, element('b', {}, 'Held: '), why)

/** @param {string | undefined} until ISO 8601; `undefined` when that is not known */
function waiting(until) {
  if (until === undefined) return element('p', { class: 'waiting' }, 'Waits for the alarm to clear')
  return element(
    'p',
    { class: 'waiting' },
    `Waits until ${timeOfDay(until)} for the alarm to clear: `,
    tickingText(() => left(until)),
  )
}
