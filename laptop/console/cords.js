/**
 * @import { ConsoleState } from '../doors/state.ts'
 * @import { CordView } from '../laptop.ts'
 * @import { Click } from '../../iot/contract/cord-pull.ts'
 */
import { element, find } from './element.js'
import { keyedList } from './keyed-list.js'
import { post, tell } from './post.js'

/** What a hand does, and what comes of it. @type {readonly { click: Click, word: string, done: string }[]} */
const pulls = [
  { click: 'SINGLE', word: 'Press', done: 'pressed' },
  { click: 'DOUBLE', word: 'Press twice', done: 'pressed twice' },
  { click: 'LONG', word: 'Hold', done: 'held' },
]

/** @returns {(state: ConsoleState) => void} */
export function cordsSection() {
  const section = find('#cords', HTMLElement)
  const outcome = find('.outcome', HTMLElement, section)
  const show = keyedList(
    find('.cords', HTMLElement),
    ({ name }) => name,
    (cord) => create(cord, outcome),
  )
  return ({ cords }) => {
    section.classList.toggle('is-empty', cords.length === 0)
    show(cords)
  }
}

/** @param {CordView} cord @param {HTMLElement} outcome */
function create({ name }, outcome) {
  const line = element('span', { class: 'pulls' })
  const buttons = pulls.map(({ click, word, done }) => {
    const button = element(
      'button',
      { type: 'button', 'data-click': click, 'aria-label': `${word}: ${name}`, 'aria-describedby': `pull-${click}` },
      word,
    )
    button.addEventListener('click', () => void pull(name, click, done, outcome))
    return button
  })
  const row = element('div', { class: 'row' }, ...buttons)
  return {
    element: element(
      'li',
      { class: 'cord', 'data-cord': name },
      element('p', {}, element('code', {}, name), line),
      row,
    ),
    /** @param {CordView} cord */
    update: (cord) => void (line.textContent = ` on line ${cord.line}`),
  }
}

/** @param {string} name @param {Click} click @param {string} done @param {HTMLElement} outcome */
async function pull(name, click, done, outcome) {
  const went = await post(`/local/cords/${encodeURIComponent(name)}`, { click }, `${name} was not pulled`)
  tell(outcome, went, () => `${name} was ${done}: its message went to the broker.`)
}
