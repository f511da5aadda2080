import { find } from './element.js'

/**
 * Says something to those who do not see the page.
 *
 * @param {string} text
 */
export function announce(text) {
  find('#announcer', HTMLElement).textContent = text
}
