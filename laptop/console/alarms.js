/**
 * @import { ConsoleState } from '../doors/state.ts'
 * @import { AlarmState } from '../../packages/local-cloud/src/services/cloudwatch/event.ts'
 * @typedef {{ name: string, hint: string, state?: AlarmState }} Item
 */
import { element, find } from './element.js'
import { keyedList } from './keyed-list.js'
import { post, tell } from './post.js'

/** Of the example `andon.config.ts`; each is offered where its line is there. */
const examples = [
  { line: 'checkout', name: 'checkout-5xx', hint: 'a playbook tries: redeploy, then roll back' },
  { line: 'checkout', name: 'checkout-latency', hint: 'people are called' },
  { line: 'search', name: 'search-latency', hint: 'a playbook asks whether it may scale' },
]

/** @type {Readonly<Record<AlarmState, string>>} */
const signs = { ALARM: '▲', OK: '✓', INSUFFICIENT_DATA: '?' }

/** @returns {(state: ConsoleState) => void} */
export function alarmsSection() {
  const show = keyedList(find('.alarms', HTMLElement), ({ name }) => name, create)
  const form = find('.other-alarm', HTMLFormElement)
  const field = find('input', HTMLInputElement, form)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const clears = event.submitter instanceof HTMLButtonElement && event.submitter.value === 'OK'
    void set(field.value.trim(), clears ? 'OK' : 'ALARM')
  })
  return ({ alarms, lights }) => {
    const lines = new Set(lights.flatMap(({ shows }) => shows))
    const offered = examples.filter(({ line }) => lines.has(line))
    const others = alarms.filter(({ name }) => !offered.some((example) => example.name === name))
    show([
      ...offered.map(({ name, hint }) => {
        const state = alarms.find((alarm) => alarm.name === name)?.state
        return { name, hint, ...(state !== undefined && { state }) }
      }),
      ...others.map(({ name, state }) => ({ name, hint: '', state })),
    ])
  }
}

/** @param {Item} item */
function create({ name, hint }) {
  const now = element('span', { class: 'alarm-state' })
  const row = element(
    'li',
    { class: 'alarm', 'data-alarm': name },
    element('div', { class: 'alarm-name' }, element('code', {}, name), now),
    element('div', { class: 'hint' }, hint),
    element('div', { class: 'row' }, button(name, 'ALARM', 'Fire'), button(name, 'OK', 'Clear')),
  )
  return {
    element: row,
    /** @param {Item} item */
    update({ state }) {
      row.setAttribute('data-state', state ?? 'never')
      now.textContent = state === undefined ? 'never set' : `${signs[state]} ${state}`
    },
  }
}

/** @param {string} name @param {AlarmState} state @param {string} word */
function button(name, state, word) {
  const made = element('button', { type: 'button', 'data-sets': state, 'aria-label': `${word} ${name}` }, word)
  made.addEventListener('click', () => void set(name, state))
  return made
}

/** @param {string} name @param {AlarmState} state */
async function set(name, state) {
  const reason = `set to ${state} by hand, on the console page`
  const went = await post(`/local/alarms/${encodeURIComponent(name)}`, { state, reason }, `${name} was not set`)
  tell(find('#alarms .outcome', HTMLElement), went, ({ sent }) => said(name, state, sent))
}

/** @param {string} name @param {AlarmState} state @param {boolean} sent */
function said(name, state, sent) {
  return sent
    ? `${name} is in ${state} now; its event was sent.`
    : `${name} was in ${state} already: no event, as in AWS.`
}
