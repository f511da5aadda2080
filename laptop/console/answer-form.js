/** @import { IncidentView } from '../laptop.ts' */
import { element } from './element.js'
import { nameField, rememberMyName } from './my-name.js'
import { post, tell } from './post.js'

/**
 * What it does, for the states in which people are called.
 *
 * @type {Readonly<Partial<Record<IncidentView['state'], string>>>}
 */
const does = {
  help: 'Tells everybody that you are on it: the lamp pulses more calmly.',
  approval: 'Tells everybody that you are on it. The decision still has to be made.',
  stop: 'Tells everybody that you are on it: the lamp is steady and flashes no more. The line stays stopped.',
}

/**
 * Not every line stops for want of an answer.
 *
 * @param {IncidentView} incident
 */
function doesNow({ state, waitsUntil }) {
  if (state !== 'help' || waitsUntil === undefined) return does[state] ?? ''
  return 'Tells everybody that you are on it: the lamp pulses more calmly, and the line does not stop.'
}

/** @param {IncidentView} incident */
const isUnanswered = ({ state, acknowledgedBy }) => does[state] !== undefined && acknowledgedBy === undefined

/**
 * Where somebody says that they are on it. It stays while the incident changes around it, so that nobody is
 * interrupted in writing their name.
 *
 * @param {string} id of the incident
 */
export function answerForm(id) {
  const explained = element('p', { class: 'hint', id: `answer-does-${id}` })
  const name = nameField()
  const button = element('button', { type: 'submit', 'aria-describedby': explained.id }, 'Answer the call')
  const outcome = element('p', { class: 'outcome', role: 'status' })
  const form = element(
    'form',
    { class: 'answer' },
    element('div', { class: 'row' }, element('label', {}, 'Your name ', name), button),
    explained,
    outcome,
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void answer(id, name, outcome)
  })
  return {
    element: form,
    /** @param {IncidentView} incident */
    update(incident) {
      const hadFocus = form.contains(document.activeElement)
      form.hidden = !isUnanswered(incident)
      explained.textContent = doesNow(incident)
      if (!form.hidden) return
      outcome.textContent = ''
      // Somebody who answered by keyboard goes on from here.
      if (hadFocus) form.closest('li')?.focus()
    },
  }
}

/** @param {string} id @param {HTMLInputElement} name @param {HTMLElement} outcome */
async function answer(id, name, outcome) {
  const by = name.value.trim()
  if (by === '') {
    name.value = ''
    name.reportValidity()
    return
  }
  rememberMyName(by)
  const went = await post(`/local/incidents/${encodeURIComponent(id)}/answer`, { by }, 'The call was not answered')
  tell(outcome, went, () => `Sent: ${by} is on it.`)
}
