import { element } from './element.js'

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hour12: false })

/** @param {string | number | Date} at */
export const timeOfDay = (at) => clock.format(new Date(at))

/**
 * The time of day, and the whole date where the mouse rests.
 *
 * @param {string} at ISO 8601
 */
export function timeElement(at) {
  return element('time', { datetime: at, title: day.format(new Date(at)) }, timeOfDay(at))
}

/**
 * "8 s", "4 min 07 s", "3 h 12 min".
 *
 * @param {number} ms milliseconds
 */
export function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const minutes = Math.floor(seconds / 60)
  if (minutes === 0) return `${seconds} s`
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`
}

/**
 * "4 min 07 s left".
 *
 * @param {string} until ISO 8601
 */
export function left(until) {
  const ms = Date.parse(until) - Date.now()
  return ms > 0 ? `${span(ms)} left` : 'checking now'
}

/** @param {number} n */
const twoDigits = (n) => String(n).padStart(2, '0')

/** @type {Map<HTMLElement, () => string>} */
const ticking = new Map()

/**
 * A text that is updated every second, for as long as it is on the page.
 *
 * @param {() => string} text
 */
export function tickingText(text) {
  const made = element('span', {}, text())
  ticking.set(made, text)
  return made
}

setInterval(() => {
  for (const [made, text] of ticking) {
    if (!made.isConnected) ticking.delete(made)
    else if (made.textContent !== text()) made.textContent = text()
  }
}, 1000)
