import { element } from './element.js'
import { slackText } from './slack-text.js'

/**
 * Slack's Block Kit, as much of it as Andon sends. A block of another kind is named, not left out.
 *
 * @param {readonly unknown[]} blocks
 * @param {string} text what is shown where there are no blocks
 * @returns {HTMLElement[]}
 */
export function slackBlocks(blocks, text) {
  if (blocks.length === 0) return [element('p', {}, ...slackText(text))]
  return blocks.map(oneBlock)
}

/** @param {unknown} block @returns {HTMLElement} */
function oneBlock(block) {
  switch (part(block, 'type')) {
    case 'header':
      return element('h4', {}, ...textObject(part(block, 'text')))
    case 'section':
      return element('div', { class: 'block' }, ...[part(block, 'text'), ...list(block, 'fields')].map(paragraph))
    case 'context':
      return element('div', { class: 'block context' }, ...list(block, 'elements').map(paragraph))
    case 'divider':
      return element('hr')
    default:
      return element(
        'p',
        { class: 'block context' },
        `(a block of type ${String(part(block, 'type'))}, not drawn here)`,
      )
  }
}

/** @param {unknown} text */
const paragraph = (text) => (text === undefined ? '' : element('p', {}, ...textObject(text)))

/** @param {unknown} object @returns {(Node | string)[]} */
function textObject(object) {
  const text = part(object, 'text')
  if (typeof text !== 'string') return [`(${String(part(object, 'type'))}, not drawn here)`]
  return part(object, 'type') === 'mrkdwn' ? slackText(text) : [text]
}

/** @param {unknown} object @param {string} key @returns {unknown} */
function part(object, key) {
  return typeof object === 'object' && object !== null ? Reflect.get(object, key) : undefined
}

/** @param {unknown} object @param {string} key @returns {unknown[]} */
function list(object, key) {
  const found = part(object, key)
  return Array.isArray(found) ? found : []
}
