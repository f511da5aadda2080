/**
 * @import { ConsoleState } from '../doors/state.ts'
 * @import { IncidentView } from '../laptop.ts'
 */
import { announce } from './announcer.js'
import { answerForm } from './answer-form.js'
import { decisions } from './decisions.js'
import { guardsList } from './guards.js'
import { element, find, link } from './element.js'
import { countermeasures } from './countermeasures.js'
import { keyedList } from './keyed-list.js'
import { resolveForm } from './resolve-form.js'
import { left, span, tickingText, timeElement, timeOfDay } from './time.js'

/** @type {Readonly<Record<IncidentView['state'], string>>} */
const words = {
  stop: 'line stopped',
  approval: 'approval wanted',
  help: 'help wanted',
  working: 'a machine is working on it',
  resolved: 'resolved',
}
/** @type {Readonly<Record<IncidentView['state'], string>>} */
const signs = { stop: '■', approval: '◆', help: '▲', working: '⚙', resolved: '✓' }

/** @returns {(state: ConsoleState) => void} */
export function incidentsSection() {
  const section = find('#incidents', HTMLElement)
  const count = find('.count', HTMLElement, section)
  /** @type {readonly string[]} */
  let guards = []
  const show = keyedList(
    find('.incidents', HTMLElement),
    ({ id }) => id,
    (incident) => create(incident, guards),
  )
  return ({ incidents, counts, guards: names }) => {
    guards = names
    const left = counts.incidents - incidents.length
    count.textContent = `${counts.open} open, ${counts.incidents} in all${left > 0 ? `; the newest ${incidents.length} here` : ''}`
    section.classList.toggle('is-empty', incidents.length === 0)
    // Open ones first; within each, as they came: the newest first.
    show([...incidents.filter(isOpen), ...incidents.filter((incident) => !isOpen(incident))])
  }
}

/** @param {IncidentView} incident */
const isOpen = ({ state }) => state !== 'resolved'

/** @param {IncidentView} first @param {readonly string[]} guards names of all */
function create(first, guards) {
  const head = element('div')
  const decide = decisions(first.id)
  const judged = guardsList(guards)
  const answer = answerForm(first.id)
  const resolve = resolveForm(first.id)
  const timeline = element('ol', { class: 'timeline' })
  const details = element('details', { open: isOpen(first) }, element('summary', {}, 'Timeline'), timeline)
  const card = element(
    'li',
    { class: 'incident', 'data-incident': first.id, tabindex: '-1' },
    head,
    decide.element,
    judged.element,
    answer.element,
    resolve.element,
    details,
  )
  let said = ''
  return {
    element: card,
    /** @param {IncidentView} incident */
    update(incident) {
      card.setAttribute('data-state', incident.state)
      head.replaceChildren(...headOf(incident))
      timeline.replaceChildren(...incident.timeline.map(entry))
      decide.update(incident)
      judged.update(incident)
      answer.update(incident)
      resolve.update(incident)
      const saying = `${incident.line}: ${incident.title}: ${inWords(incident)}`
      if (said !== '' && said !== saying) announce(saying)
      said = saying
    },
  }
}

/** @param {IncidentView} incident */
function headOf(incident) {
  const { state, line, title, reason, url, held, elsewhere, account, region } = incident
  return [
    element(
      'p',
      { class: 'incident-state' },
      element(
        'span',
        { class: 'badge' },
        held === undefined || state === 'approval' ? `${signs[state]} ${words[state]}` : '❚❚ the machine waits',
      ),
      element('span', { class: 'line' }, line),
      howLong(incident),
    ),
    element('h3', {}, url === undefined ? title : link(url, title)),
    ...(elsewhere ? [element('p', { class: 'reason' }, `Its alarm is of account ${account}, region ${region}.`)] : []),
    ...(reason && reason !== title ? [element('p', { class: 'reason' }, reason)] : []),
    ...whoIsOnIt(incident),
    ...countermeasures(incident),
  ]
}

/** @param {IncidentView} incident */
function inWords({ state, held, acknowledgedBy }) {
  const waits = state === 'approval' ? words.approval : 'the machine waits'
  const standing = held === undefined ? words[state] : `${waits}, for ${held}`
  return state === 'resolved' || acknowledgedBy === undefined ? standing : `${standing}; ${acknowledgedBy} is on it`
}

/**
 * Who has answered; or, where nobody has and that has consequences, until when somebody may.
 *
 * @param {IncidentView} incident
 */
function whoIsOnIt({ state, acknowledgedBy, waitsUntil }) {
  if (acknowledgedBy !== undefined) {
    const words = state === 'resolved' ? ' had answered the call' : ' is on it'
    return [element('p', { class: 'on-it' }, element('b', {}, acknowledgedBy), words)]
  }
  if (state !== 'help' || waitsUntil === undefined) return []
  const stops = `If nobody answers by ${timeOfDay(waitsUntil)}, the line stops: `
  return [
    element(
      'p',
      { class: 'waiting' },
      stops,
      tickingText(() => left(waitsUntil)),
    ),
  ]
}

/** @param {IncidentView} incident */
function howLong({ openedAt, resolvedAt, resolvedBy }) {
  const opened = Date.parse(openedAt)
  if (resolvedAt === undefined)
    return element(
      'span',
      { class: 'when' },
      'open for ',
      tickingText(() => span(Date.now() - opened)),
    )
  return element(
    'span',
    { class: 'when' },
    `by ${resolvedBy ?? 'somebody'}, after ${span(Date.parse(resolvedAt) - opened)}`,
  )
}

/** @param {IncidentView['timeline'][number]} entry */
function entry({ at, kind, text }) {
  return element('li', { 'data-kind': kind }, timeElement(at), ' ', element('span', {}, text))
}
