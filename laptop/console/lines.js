/**
 * @import { ConsoleState } from '../doors/state.ts'
 * @import { LineView } from '../laptop.ts'
 */
import { actButton } from './act-button.js'
import { element, find } from './element.js'
import { keyedList } from './keyed-list.js'

const sent = 'Sent, in the name of the laptop’s owner.'

/** @returns {(state: ConsoleState) => void} */
export function linesSection() {
  const section = find('#lines', HTMLElement)
  const show = keyedList(find('.lines', HTMLElement, section), ({ name }) => name, create)
  const all = machinesSwitch(undefined)
  find('.all-machines', HTMLElement, section).replaceWith(all.element)
  return ({ lines: { lines, machinesStopped } }) => {
    all.update(machinesStopped)
    show(lines)
  }
}

/** @param {LineView} first */
function create({ name }) {
  const head = element('p', { class: 'line-state' })
  const path = `/local/lines/${encodeURIComponent(name)}`
  const stop = actButton({
    label: 'Stop the line',
    path: `${path}/stop`,
    otherwise: `${name} was not stopped`,
    sent,
    why: 'What is wrong',
  })
  const start = actButton({
    label: 'Start the line',
    path: `${path}/start`,
    otherwise: `${name} was not started`,
    sent,
    why: 'Why it may go on',
    risky: true,
  })
  const machines = machinesSwitch(name)
  const card = element(
    'li',
    { class: 'one-line', 'data-line': name, tabindex: '-1' },
    head,
    element('div', { class: 'acts' }, stop.element, start.element),
    machines.element,
  )
  return {
    element: card,
    /** @param {LineView} line */
    update({ title, state, stops, machinesStopped }) {
      card.setAttribute('data-state', state)
      head.replaceChildren(element('b', {}, title), ' ', element('code', {}, name), ` ${inWords(state, stops)}`)
      const isStopped = state === 'stop'
      stop.update(isStopped ? undefined : { says: whatStopDoes, body: {} })
      start.update(isStopped ? { says: whatStartDoes(stops), body: {} } : undefined)
      machines.update(machinesStopped)
    },
  }
}

/** @param {string} state @param {readonly string[]} stops */
const inWords = (state, stops) => (state === 'stop' ? `is stopped: ${stops.join('; ')}` : state)

const whatStopDoes = 'The lamp turns to stop, people are called, and no machine acts on this line until it is started.'

/** @param {readonly string[]} stops */
const whatStartDoes = (stops) =>
  `Ends what people have stopped, and its machines go on. What stopped it by itself stays open as a call for help, in your hands. It is stopped by: ${stops.join('; ')}.`

/**
 * The switch of the machines. @param {string | undefined} line whose; `undefined`: all
 */
function machinesSwitch(line) {
  const whose = line === undefined ? 'all machines' : `the machines of ${line}`
  const standing = element('p', { class: 'machines-state' })
  const stop = actButton({
    label: line === undefined ? 'Stop all machines' : 'Stop its machines',
    path: '/local/machines/stop',
    otherwise: `${whose} were not stopped`,
    sent: 'Sent: no machine acts any more, within half a minute.',
    why: 'Why',
  })
  const start = actButton({
    label: 'Let them act again',
    path: '/local/machines/start',
    otherwise: `${whose} were not started`,
    sent: 'Sent: they may act again, within half a minute.',
    risky: true,
  })
  const body = line === undefined ? {} : { line }
  const where = line === undefined ? 'on any line' : `on ${line}`
  return {
    element: element(
      'div',
      { class: line === undefined ? 'machines all-machines' : 'machines' },
      standing,
      element('div', { class: 'acts' }, stop.element, start.element),
    ),
    /** @param {string | undefined} because who stopped them and why; `undefined`: they may act */
    update(because) {
      standing.textContent = because === undefined ? '' : `❚❚ ${whose} are stopped ${because}`
      standing.hidden = because === undefined
      const stopping = `No playbook acts any more ${where}; people are called instead. Lines and lamps go on.`
      const starting = `Playbooks ${where} may act again, as far as they are trusted.`
      stop.update(because === undefined ? { says: stopping, body } : undefined)
      start.update(because === undefined ? undefined : { says: starting, body })
    },
  }
}
