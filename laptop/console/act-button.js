import { element } from './element.js'
import { post, tell } from './post.js'

/**
 * @typedef {object} Act
 * @property {string} label on the button
 * @property {string} path of its door
 * @property {string} otherwise what to say when the laptop cannot be reached: "It was not approved"
 * @property {string} sent what to say once it was taken
 * @property {string} [why] the label of a field for a reason, which may stay empty; without it there is none
 * @property {boolean} [risky] it lets a machine act: the sentence is marked
 *
 * @typedef {object} Offered what can be done now
 * @property {string} says exactly what will be done
 * @property {object} body what goes with it
 */

let made = 0

/**
 * A button that says what it will do, and asks once more in the same place: nothing is done by one click. While it is on
 * its way it cannot be pressed again; what was refused is told in the words of whoever refused it. It stays while the page
 * changes around it, but when what it would do changes, it asks anew.
 *
 * @param {Act} act
 */
export function actButton(act) {
  const parts = partsOf(act)
  const { button, panel, says, outcome, whole } = parts
  /** @type {Offered | undefined} */
  let offered
  const folding = foldable(parts, act.why !== undefined)
  const isOnItsWay = sending(act, parts, folding.close, () => offered)

  return {
    element: whole,
    /** @param {Offered | undefined} now `undefined`: there is nothing to do, and no button */
    update(now) {
      const before = offered
      offered = now
      const hadFocus = whole.contains(document.activeElement)
      const isGone = now === undefined
      whole.classList.toggle('is-gone', isGone)
      button.hidden = isGone
      says.textContent = now?.says ?? ''
      if (isGone) folding.open(false)
      // Somebody who acted by keyboard goes on from here.
      if (isGone && hadFocus) whole.closest('li')?.focus()
      const hasChanged = before !== undefined && now !== undefined && JSON.stringify(before) !== JSON.stringify(now)
      if (!hasChanged || panel.hidden || isOnItsWay()) return
      folding.close()
      outcome.dataset['went'] = 'wrong'
      outcome.textContent = 'What it would do has changed: read it again.'
    },
  }
}

/** @typedef {ReturnType<typeof partsOf>} Parts */

/** @param {Act} act */
function partsOf({ label, why: asksWhy, risky }) {
  const id = `act-${++made}`
  const says = element('p', { class: risky ? 'says risky' : 'says', id: `${id}-says` })
  const why = element('input', { class: 'why', autocomplete: 'off', maxlength: '200' })
  const yes = element('button', { type: 'submit', class: 'yes', 'aria-describedby': says.id }, `Yes: ${label}`)
  const no = element('button', { type: 'button', class: 'no' }, 'Not now')
  const field = asksWhy === undefined ? [] : [element('label', {}, `${asksWhy} `, why)]
  const panel = element('form', { class: 'once-more', id }, says, element('div', { class: 'row' }, ...field, yes, no))
  const does = { type: 'button', class: 'act', 'aria-expanded': 'false', 'aria-controls': id }
  const button = element('button', does, label)
  const outcome = element('p', { class: 'outcome', role: 'status' })
  return {
    says,
    why,
    yes,
    no,
    panel,
    button,
    outcome,
    whole: element('div', { class: 'act-button' }, button, panel, outcome),
  }
}

/** @param {Parts} parts @param {boolean} asksWhy */
function foldable({ panel, button, yes, no, why, outcome }, asksWhy) {
  /** @param {boolean} isOpen */
  const open = (isOpen) => {
    panel.hidden = !isOpen
    button.setAttribute('aria-expanded', String(isOpen))
  }
  const close = () => {
    const hadFocus = panel.contains(document.activeElement)
    open(false)
    if (hadFocus) button.focus()
  }
  open(false)
  button.addEventListener('click', () => {
    if (!panel.hidden) return close()
    delete outcome.dataset['went']
    outcome.textContent = ''
    open(true)
    const first = asksWhy ? why : yes
    first.focus()
  })
  no.addEventListener('click', close)
  panel.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close()
  })
  return { open, close }
}

/**
 * @param {Act} act @param {Parts} parts @param {() => void} close @param {() => Offered | undefined} offered
 * @returns {() => boolean} whether it is on its way
 */
function sending(act, { panel, button, yes, no, why, whole, outcome }, close, offered) {
  let isOnItsWay = false
  /** @param {boolean} isIt */
  const onItsWay = (isIt) => {
    isOnItsWay = isIt
    for (const one of [button, yes, no, why]) one.disabled = isIt
    whole.setAttribute('aria-busy', String(isIt))
  }
  const send = async () => {
    const now = offered()
    if (now === undefined || isOnItsWay) return
    // What is disabled loses the focus.
    const hadFocus = panel.contains(document.activeElement)
    onItsWay(true)
    const reason = why.value.trim()
    const went = await post(act.path, { ...now.body, ...(reason !== '' && { reason }) }, act.otherwise)
    onItsWay(false)
    if (went.went === 'well') why.value = ''
    close()
    if (hadFocus) button.focus()
    tell(outcome, went, () => act.sent)
  }
  panel.addEventListener('submit', (event) => {
    event.preventDefault()
    void send()
  })
  return () => isOnItsWay
}
