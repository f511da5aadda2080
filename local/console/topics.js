/**
 * @import { ConsoleState } from '../doors/state.ts'
 * @import { SnsMessage } from '../sns.ts'
 * @typedef {ConsoleState['topics'][number]} Topic
 */
import { element, find } from './element.js'
import { keyedList } from './keyed-list.js'
import { timeElement } from './time.js'

/** @returns {(state: ConsoleState) => void} */
export function topicsSection() {
  const section = find('#topics', HTMLElement)
  const show = keyedList(find('.topics', HTMLElement), ({ name }) => name, create)
  return ({ topics }) => {
    const told = topics.filter(({ messages }) => messages.length > 0)
    section.classList.toggle('is-empty', told.length === 0)
    show(told)
  }
}

/** @param {Topic} topic */
function create({ name, line }) {
  const list = element('ul')
  const title = line === undefined ? [] : [`${line} `]
  return {
    element: element(
      'li',
      { class: 'topic', 'data-topic': name },
      element('h3', {}, ...title, element('code', {}, name)),
      list,
    ),
    /** @param {Topic} topic */
    update({ messages }) {
      // The newest first: who opens the page wants to know how far it has come.
      list.replaceChildren(...messages.toReversed().map(entry))
    },
  }
}

/** @param {SnsMessage} told */
function entry({ subject, message, at }) {
  return element(
    'li',
    { class: 'told' },
    element('p', {}, timeElement(at), ' ', element('b', {}, subject ?? '(no subject)')),
    element('p', { class: 'told-text' }, message),
  )
}
