/**
 * Makes an element. Text goes in as text, never as markup: most of it was written by strangers.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, string | boolean | undefined>>} [attributes] `true`: there, without a value;
 *   `undefined` and `false`: not there
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value)
  }
  made.append(...children)
  return made
}

/**
 * A link, but only to where a browser may safely be led: a `javascript:` address stays mere text.
 *
 * @param {string} address
 * @param {string} [text]
 */
export function link(address, text = address) {
  const scheme = URL.canParse(address) ? new URL(address).protocol : ''
  if (scheme !== 'https:' && scheme !== 'http:')
    return element('span', {}, text === address ? text : `${text} (${address})`)
  return element('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, text)
}

/**
 * @template {Element} Kind
 * @param {string} selector
 * @param {new () => Kind} kind
 * @param {ParentNode} [within]
 * @returns {Kind}
 */
export function find(selector, kind, within = document) {
  const found = within.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`)
  return found
}
