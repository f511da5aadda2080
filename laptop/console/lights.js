/**
 * @import { LightView } from '../laptop.ts'
 * @import { Shown } from './lamp-words.js'
 * @typedef {{ light: LightView, isConnected: boolean }} Item
 */
import { announce } from './announcer.js'
import { element, find, link } from './element.js'
import { keyedList } from './keyed-list.js'
import { stackLight } from './lamp-glass.js'
import { shownBy, unmet, wordsFor } from './lamp-words.js'

const mostReasons = 3
/** A command names no more than these, as the contract's `maxReasons` says: there may be others. */
const mostTold = 10

/** @returns {(lights: readonly LightView[], isConnected: boolean) => void} */
export function lightsSection() {
  const list = find('.lights', HTMLElement)
  /** @type {(items: readonly Item[]) => void} */
  const show = keyedList(list, ({ light }) => light.name, create)
  return (lights, isConnected) => show(lights.map((light) => ({ light, isConnected })))
}

/** @param {Item} item */
function create({ light: { name } }) {
  const { svg, show } = stackLight()
  const words = element('div', { class: 'words' })
  const card = element('li', { class: 'light', 'data-light': name }, svg, words)
  let said = ''
  return {
    element: card,
    /** @param {Item} item */
    update({ light, isConnected }) {
      const shown = shownBy(light, isConnected)
      const { looks, means } = wordsFor(shown)
      card.setAttribute('data-state', shown.state)
      show(shown)
      words.replaceChildren(
        element('h3', {}, name),
        element('p', { class: 'lines' }, `shows ${light.shows.join(' and ')}`),
        element(
          'p',
          { class: 'state' },
          element('b', {}, shown.state),
          ' ',
          element('span', { class: 'looks' }, looks),
        ),
        element('p', { class: 'means' }, means),
        // Without contact, what it was told is not news either.
        ...(isConnected ? [...difference(unmet(light, shown)), ...muted(shown), ...reasons(light)] : []),
      )
      const saying = `Light ${name}: ${shown.state}, ${means}.`
      if (said !== '' && said !== saying) announce(saying)
      said = saying
    },
  }
}

/** @param {string | undefined} wanted */
function difference(wanted) {
  if (wanted === undefined) return []
  return [element('p', { class: 'unmet' }, 'told to show ', element('b', {}, wanted), ', but does not show it (yet)')]
}

/** @param {Shown} shown */
function muted({ muted }) {
  return muted
    ? [element('p', { class: 'muted' }, 'its buzzer is muted: a steady light goes dark for a moment now and then')]
    : []
}

/** @param {LightView} light */
function reasons({ command }) {
  const all = command?.reasons ?? []
  if (all.length === 0) return []
  const rest = all.length - mostReasons
  return [
    element(
      'ul',
      { class: 'reasons', 'aria-label': 'because of' },
      ...all
        .slice(0, mostReasons)
        .map(({ title, url }) => element('li', {}, url === undefined ? title : link(url, title))),
      ...(rest > 0 ? [element('li', {}, `and ${all.length < mostTold ? '' : 'at least '}${rest} more`)] : []),
    ),
  ]
}
