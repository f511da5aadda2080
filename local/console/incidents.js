/**
 * @import { ConsoleState } from '../doors/state.ts'
 * @import { IncidentView } from '../laptop.ts'
 */
import { announce } from './announcer.js'
import { element, find, link } from './element.js'
import { countermeasures } from './countermeasures.js'
import { keyedList } from './keyed-list.js'
import { span, tickingText, timeElement } from './time.js'

/** @type {Readonly<Record<IncidentView['state'], string>>} */
const words = {
  stop: 'line stopped',
  approval: 'approval wanted',
  help: 'help wanted',
  working: 'a machine is at it',
  resolved: 'resolved',
}
/** @type {Readonly<Record<IncidentView['state'], string>>} */
const signs = { stop: '■', approval: '◆', help: '▲', working: '⚙', resolved: '✓' }

/** @returns {(state: ConsoleState) => void} */
export function incidentsSection() {
  const section = find('#incidents', HTMLElement)
  const count = find('.count', HTMLElement, section)
  const show = keyedList(find('.incidents', HTMLElement), ({ id }) => id, create)
  return ({ incidents, counts }) => {
    const left = counts.incidents - incidents.length
    count.textContent = `${counts.open} open, ${counts.incidents} in all${left > 0 ? `; the newest ${incidents.length} here` : ''}`
    section.classList.toggle('is-empty', incidents.length === 0)
    // Open ones first; within each, as they came: the newest first.
    show([...incidents.filter(isOpen), ...incidents.filter((incident) => !isOpen(incident))])
  }
}

/** @param {IncidentView} incident */
const isOpen = ({ state }) => state !== 'resolved'

/** @param {IncidentView} first */
function create(first) {
  const head = element('div')
  const timeline = element('ol', { class: 'timeline' })
  const details = element('details', { open: isOpen(first) }, element('summary', {}, 'Timeline'), timeline)
  const card = element('li', { class: 'incident', 'data-incident': first.id }, head, details)
  /** @type {IncidentView['state'] | undefined} */
  let before
  return {
    element: card,
    /** @param {IncidentView} incident */
    update(incident) {
      const { state, line, title } = incident
      card.setAttribute('data-state', state)
      head.replaceChildren(...headOf(incident))
      timeline.replaceChildren(...incident.timeline.map(entry))
      if (before !== undefined && before !== state) announce(`${line}: ${title}: ${words[state]}`)
      before = state
    },
  }
}

/** @param {IncidentView} incident */
function headOf(incident) {
  const { state, line, title, reason, url, acknowledgedBy } = incident
  return [
    element(
      'p',
      { class: 'incident-state' },
      element('span', { class: 'badge' }, `${signs[state]} ${words[state]}`),
      element('span', { class: 'line' }, line),
      howLong(incident),
    ),
    element('h3', {}, url === undefined ? title : link(url, title)),
    ...(reason ? [element('p', { class: 'reason' }, reason)] : []),
    ...(acknowledgedBy === undefined ? [] : [element('p', { class: 'reason' }, `answered by ${acknowledgedBy}`)]),
    ...countermeasures(incident),
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
