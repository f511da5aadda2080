import { element } from './element.js'

const key = 'andon-my-name'

/** Where a browser keeps nothing for us, the name lasts as long as the page. */
let name = kept()

/** A field for the name of the person at the page; all such fields hold the same name. */
export function nameField() {
  const field = element('input', {
    class: 'my-name',
    autocomplete: 'nickname',
    spellcheck: 'false',
    maxlength: '100',
    required: true,
  })
  field.value = name
  return field
}

/** @param {string} given */
export function rememberMyName(given) {
  name = given
  for (const field of document.querySelectorAll('input.my-name')) {
    if (field instanceof HTMLInputElement) field.value = given
  }
  withStorage((storage) => storage.setItem(key, given))
}

function kept() {
  let found = ''
  withStorage((storage) => (found = storage.getItem(key) ?? ''))
  return found.slice(0, 100)
}

/** @param {(storage: Storage) => void} use */
function withStorage(use) {
  try {
    use(localStorage)
  } catch (error) {
    // Private windows and full disks: not to be remembered is no reason to be unable to answer.
    if (!(error instanceof DOMException)) throw error
  }
}
