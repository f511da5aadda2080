/**
 * @import { ConsoleState } from '../doors/state.ts'
 * @import { SnsMessage } from '../../packages/local-cloud/src/services/sns/sns.ts'
 * @typedef {ConsoleState['topics'][number]} Topic
 * @typedef {SnsMessage & { readonly key: string }} Message
 */
import { element, find } from './element.js'
import { keyedList } from './keyed-list.js'
import { timeElement } from './time.js'

/** @returns {(state: ConsoleState) => void} */
export function topicsSection() {
  const section = find('#topics', HTMLElement)
  const show = keyedList(find('.topics', HTMLElement), ({ name }) => name, createTopic)
  return ({ topics }) => {
    const told = topics.filter(({ messages }) => messages.length > 0)
    section.classList.toggle('is-empty', told.length === 0)
    show(told)
  }
}

/** @param {Topic} topic */
function createTopic({ name, line }) {
  const list = element('ul')
  const title = line === undefined ? [] : [`${line} `]
  const heading = element('h3', {}, ...title, element('code', {}, name))
  /** @type {(messages: readonly Message[]) => void} */
  const show = keyedList(list, ({ key }) => key, createMessage)
  return {
    element: element('li', { class: 'topic', 'data-topic': name }, heading, list),
    // The newest first: it says how far things have come.
    /** @param {Topic} topic */
    update: ({ messages }) => show(keyed(messages).toReversed()),
  }
}

/**
 * A topic numbers nothing; but what it was told first at one instant stays the first.
 *
 * @param {readonly SnsMessage[]} messages
 * @returns {Message[]}
 */
function keyed(messages) {
  return messages.map((told, nth) => {
    const earlier = messages.slice(0, nth).filter(({ at }) => at === told.at)
    return { ...told, key: `${told.at} ${earlier.length}` }
  })
}

/** @param {Message} told */
function createMessage({ subject, message, at }) {
  const title = element('summary', {}, timeElement(at), ' ', subject ?? '(no subject)')
  const told = element('details', {}, title, element('p', { class: 'told-text' }, message))
  return { element: element('li', { class: 'told' }, told), update: () => undefined }
}
