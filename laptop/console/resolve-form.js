/** @import { IncidentView } from '../laptop.ts' */
import { element } from './element.js'
import { nameField, rememberMyName } from './my-name.js'
import { post, tell } from './post.js'

/**
 * Where somebody says that an incident is over, folded away: mostly the alarm says so itself. It stays while the
 * incident changes around it, so that nobody is interrupted in writing.
 *
 * @param {string} id of the incident
 */
export function resolveForm(id) {
  const explained = element('p', { class: 'hint', id: `resolve-does-${id}` })
  const name = nameField()
  const reason = element('input', { class: 'why', autocomplete: 'off', maxlength: '200', required: true })
  const button = element('button', { type: 'submit', 'aria-describedby': explained.id }, 'Resolve')
  const outcome = element('p', { class: 'outcome', role: 'status' })
  const form = element(
    'form',
    {},
    element(
      'div',
      { class: 'row' },
      element('label', {}, 'Your name ', name),
      element('label', {}, 'Why it is over ', reason),
      button,
    ),
    explained,
    outcome,
  )
  const folded = element('details', { class: 'resolving' }, element('summary', {}, 'It is over'), form)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void resolve(id, { name, reason }, outcome)
  })
  return {
    element: folded,
    /** @param {IncidentView} incident */
    update({ state, key }) {
      const hadFocus = folded.contains(document.activeElement)
      folded.hidden = state === 'resolved'
      explained.textContent = does(key)
      if (!folded.hidden) return
      outcome.textContent = ''
      // Somebody who resolved it by keyboard goes on from here.
      if (hadFocus) folded.closest('li')?.focus()
    },
  }
}

/** @param {string} key */
const does = (key) =>
  `Ends it for the lamp, for chat and for the machine.${key.startsWith('alarm ') ? ' If its alarm goes off again, that is a new incident.' : ''}`

/** @param {string} id @param {{ name: HTMLInputElement, reason: HTMLInputElement }} fields @param {HTMLElement} outcome */
async function resolve(id, fields, outcome) {
  const by = fields.name.value.trim()
  const reason = fields.reason.value.trim()
  for (const field of [fields.name, fields.reason]) {
    if (field.value.trim() !== '') continue
    field.value = ''
    field.reportValidity()
    return
  }
  rememberMyName(by)
  const path = `/local/incidents/${encodeURIComponent(id)}/resolve`
  tell(outcome, await post(path, { by, reason }, 'It was not resolved'), () => 'Sent: it is over.')
}
