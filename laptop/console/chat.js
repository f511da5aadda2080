/**
 * @import { ConsoleState } from '../doors/state.ts'
 * @import { ChatMessage } from '../laptop.ts'
 * @typedef {ConsoleState['channels'][number]} Channel
 */
import { element, find } from './element.js'
import { keyedList } from './keyed-list.js'
import { slackBlocks } from './slack-blocks.js'
import { timeElement } from './time.js'

/** @returns {(state: ConsoleState) => void} */
export function chatSection() {
  const show = keyedList(find('.channels', HTMLElement), ({ name }) => name, createChannel)
  return ({ channels }) => show(channels)
}

/** @param {Channel} channel */
function createChannel({ name }) {
  const list = element('ul')
  const pane = element(
    'div',
    { class: 'messages', tabindex: '0', role: 'region', 'aria-label': `Messages in ${name}` },
    list,
  )
  const empty = element('p', { class: 'empty' }, 'No messages yet.')
  const showMessages = keyedList(list, ({ ts }) => ts, createMessage)
  return {
    element: element('div', { class: 'channel', 'data-channel': name }, element('h3', {}, `# ${name}`), empty, pane),
    /** @param {Channel} channel */
    update({ messages }) {
      const wasAtEnd = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 40
      empty.hidden = messages.length > 0
      pane.hidden = messages.length === 0
      showMessages(messages)
      if (wasAtEnd) pane.scrollTop = pane.scrollHeight
    },
  }
}

/** @param {ChatMessage} first */
function createMessage(first) {
  const card = element('li', { class: 'message', 'data-ts': first.ts })
  return {
    element: card,
    /** @param {ChatMessage} message */
    update({ ts, text, blocks, edited }) {
      card.replaceChildren(
        element(
          'p',
          { class: 'said' },
          element('b', {}, 'Andon'),
          ' ',
          timeElement(asDate(ts)),
          ...(edited === 0
            ? []
            : [' ', element('span', { class: 'edited' }, edited === 1 ? '(edited)' : `(edited ${edited} times)`)]),
        ),
        ...slackBlocks(blocks ?? [], text),
      )
    },
  }
}

/** @param {string} ts seconds since 1970 */
const asDate = (ts) => new Date(Math.round(Number(ts) * 1000) || 0).toISOString()
