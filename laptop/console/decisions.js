/**
 * @import { IncidentView } from '../laptop.ts'
 * @import { Offered } from './act-button.js'
 */
import { actButton } from './act-button.js'
import { element } from './element.js'

/**
 * What a person can decide about the machine of an incident: to let it, or not; to start what it suggests; to undo.
 *
 * @param {string} id of the incident
 */
export function decisions(id) {
  const path = `/local/incidents/${encodeURIComponent(id)}`
  const sent = 'Sent, in the name of the laptop’s owner.'
  const approve = actButton({
    label: 'Approve',
    path: `${path}/approve`,
    otherwise: 'It was not approved',
    sent,
    risky: true,
  })
  const refuse = actButton({
    label: 'Refuse',
    path: `${path}/refuse`,
    otherwise: 'It was not refused',
    sent,
    why: 'Why not',
  })
  const run = actButton({ label: 'Run', path: `${path}/run`, otherwise: 'It was not started', sent, risky: true })
  const undo = actButton({ label: 'Undo', path: `${path}/undo`, otherwise: 'It was not undone', sent, risky: true })
  const all = [approve, refuse, run, undo]
  return {
    element: element('div', { class: 'decisions' }, ...all.map((each) => each.element)),
    /** @param {IncidentView} incident */
    update(incident) {
      approve.update(asked(incident, (title) => `The machine will do exactly this: ${title}.`))
      refuse.update(asked(incident, (title) => `The machine will not do this, and people are called: ${title}.`))
      run.update(suggested(incident))
      undo.update(undone(incident))
    },
  }
}

/**
 * @param {IncidentView} incident
 * @param {(title: string) => string} says
 * @returns {Offered | undefined}
 */
function asked({ state, asked }, says) {
  if (state !== 'approval' || asked === undefined) return undefined
  return { says: says(asked.title), body: { plan: asked.plan } }
}

/** @param {IncidentView} incident @returns {Offered | undefined} */
function suggested({ state, suggestion }) {
  if ((state !== 'help' && state !== 'stop') || suggestion === undefined) return undefined
  return {
    says: `The machine will do exactly this: ${suggestion.title}. What comes after it, it asks for.`,
    body: { plan: suggestion.plan },
  }
}

/** @param {IncidentView} incident @returns {Offered | undefined} */
function undone({ undoable }) {
  if (undoable.length === 0) return undefined
  return { says: `The machine will bring back how it was before: ${undoable.join('; then: ')}.`, body: {} }
}
