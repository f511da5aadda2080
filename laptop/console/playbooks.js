/**
 * @import { ConsoleState } from '../doors/state.ts'
 */
import { actButton } from './act-button.js'
import { element, find } from './element.js'
import { keyedList } from './keyed-list.js'

/** @typedef {ConsoleState['playbooks'][number]} PlaybookView */

/** How far it may go by itself, in words. @type {Readonly<Record<PlaybookView['ladder']['trust'], string>>} */
export const trusted = {
  observe: 'only says what it would do',
  suggest: 'suggests; a person starts it',
  approve: 'asks before each act',
  auto: 'acts by itself',
}

/** @returns {(state: ConsoleState) => void} */
export function playbooksSection() {
  const section = find('#playbooks', HTMLElement)
  const show = keyedList(find('.playbooks', HTMLElement, section), ({ name }) => name, create)
  return ({ playbooks }) => show(playbooks)
}

/** @param {PlaybookView} first */
function create({ name }) {
  const ladder = element('div', {})
  const restore = actButton({
    label: 'Restore its trust',
    path: `/local/playbooks/${encodeURIComponent(name)}/restore`,
    otherwise: `${name} was not restored`,
    sent: 'Sent, in the name of the laptop’s owner.',
    why: 'Why it may be trusted again',
    risky: true,
  })
  return {
    element: element(
      'li',
      { class: 'one-playbook', 'data-playbook': name, tabindex: '-1' },
      ladder,
      element('div', { class: 'acts' }, restore.element),
    ),
    /** @param {PlaybookView} playbook */
    update({ title, ladder: { trust, effective, demotion, next, inWords, repeats }, record }) {
      const isDown = demotion !== undefined
      const standing = `${effective}: ${trusted[effective]}${isDown ? `, and ${trust} by the config` : ''}`
      ladder.replaceChildren(
        element('p', { class: 'ladder' }, element('b', {}, title), ' ', element('code', {}, name), ` · ${standing}`),
        element('p', { class: 'rung' }, isDown ? `↓ ${inWords}` : inWords),
        ...(next?.needs ?? []).map(need),
        ...(repeats === undefined
          ? []
          : [element('p', { class: 'repeats' }, `ran ${repeats} times this week: mend the cause`)]),
        ...record.map(day),
      )
      const says = `${name} acts by itself again, as ${trust} in the config says. It was put down because a run of it was in vain.`
      restore.update(isDown && demotion !== 'unreadable' ? { says, body: {} } : undefined)
    },
  }
}

/** @param {{ what: string, has: number, of: number }} need */
const need = ({ what, has, of }) =>
  element(
    'p',
    { class: 'need' },
    element('meter', { min: '0', max: String(of), value: String(Math.min(has, of)), 'aria-label': what }),
    ` ${has} of ${of} ${what}`,
  )

/** @param {PlaybookView['record'][number]} day */
function day({ day, outcomes }) {
  const counts = Object.entries(outcomes).map(([outcome, times]) => `${times} ${outcome}`)
  return element('p', { class: 'day' }, element('time', { datetime: day }, day), ` ${counts.join(', ')}`)
}
