/**
 * Keeps the children of an element in step with a list of items. An item that did not change is not touched, so that
 * focus, an opened timeline and a lamp's rhythm survive whatever else changes.
 *
 * @template Item
 * @param {Element} parent holds nothing else
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => { element: HTMLElement, update: (item: Item) => void }} create `update` is called
 *   once the element is in its place
 * @returns {(items: readonly Item[]) => void}
 */
export function keyedList(parent, keyOf, create) {
  /** @type {Map<string, { element: HTMLElement, update: (item: Item) => void, seen: string }>} */
  const known = new Map()

  return (items) => {
    const keys = new Set(items.map(keyOf))
    for (const [key, { element }] of known) {
      if (keys.has(key)) continue
      element.remove()
      known.delete(key)
    }
    let place = parent.firstElementChild
    for (const item of items) {
      const child = known.get(keyOf(item)) ?? { ...create(item), seen: '' }
      known.set(keyOf(item), child)
      // Moving an element takes the focus from it: only what is out of place is moved.
      if (child.element === place) place = place.nextElementSibling
      else parent.insertBefore(child.element, place)
      const seen = JSON.stringify(item)
      if (seen !== child.seen) child.update(item)
      child.seen = seen
    }
  }
}
