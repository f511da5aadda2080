/**
 * @import { ConsoleState } from '../doors/state.ts'
 * @import { DeadLetter } from '../laptop.ts'
 */
import { element, find } from './element.js'

/** @returns {(state: ConsoleState) => void} */
export function deadLettersSection() {
  const section = find('#dead-letters', HTMLElement)
  let seen = ''
  return ({ deadLetters, counts }) => {
    const now = JSON.stringify(deadLetters)
    if (now === seen) return
    seen = now
    section.hidden = deadLetters.length === 0
    find('.count', HTMLElement, section).textContent = `${counts.deadLetters}`
    find('.dead-letters', HTMLElement, section).replaceChildren(...deadLetters.map(card))
  }
}

/** @param {DeadLetter} letter */
function card({ queue, body, reason, attributes, receiveCount }) {
  const more = Object.entries(attributes).map(([name, value]) => `${name}: ${value}`)
  return element(
    'li',
    { class: 'dead-letter' },
    element('p', {}, element('code', {}, queue), ` · tried ${receiveCount} times`),
    ...(reason === undefined ? [] : [element('p', { class: 'reason' }, reason)]),
    ...more.map((text) => element('p', { class: 'attribute' }, text)),
    element('details', {}, element('summary', {}, 'Body'), element('pre', { tabindex: '0' }, body)),
  )
}
