import { listen } from './connection.js'
import { flashLimit } from './flash-limit.js'
import { keepAwake } from './keep-awake.js'
import { drawTower } from './tower.js'

/** Milliseconds between two drawings, as on any other lamp. */
const frameTime = 50
/** Two short white blinks, then a pause: how every lamp shows `unknown`. Milliseconds. */
const unknownPeriod = 3000

const shine = drawTower(place('tower'), place('glow'))
const limit = flashLimit()
/** What the Pi last sent; `undefined` while it is not connected. @type {readonly number[] | undefined} */
let commanded
let unknownSince = performance.now()

listen({
  heard(kind, news) {
    if (kind === 'frame') commanded = news.lamps
    if (kind === 'words') say(news)
  },
  lost() {
    if (commanded === undefined && place('reasons').childElementCount > 0) return
    commanded = undefined
    unknownSince = performance.now()
    say({
      state: 'unknown',
      also: '',
      line: '',
      reasons: ['not connected to the Raspberry Pi of this light'],
      more: '',
    })
  },
})
setInterval(() => {
  const now = performance.now()
  shine(limit(commanded ?? unknownAt(now - unknownSince), now))
}, frameTime)
keepAwake(place('hint'))

/** @param {number} ms @returns {readonly number[]} */
function unknownAt(ms) {
  const phase = ms % unknownPeriod
  return [0, 0, 0, 0, phase < 250 || (phase >= 750 && phase < 1000) ? 1 : 0]
}

/** @param {{ light?: string, state: string, also: string, line: string, reasons: readonly string[], more: string }} words */
function say({ light, state, also, line, reasons, more }) {
  if (light !== undefined) {
    place('light').textContent = light
    document.title = `${light}: ${state}`
  }
  document.body.dataset.state = state
  place('state').textContent = state
  document.body.style.setProperty('--letters', String(state.length))
  place('also').textContent = also
  place('line').textContent = line
  const items = reasons.map((reason) => item(reason))
  if (more !== '') items.push(item(more, 'more'))
  place('reasons').replaceChildren(...items)
}

/** @param {string} text @param {string} className */
function item(text, className = '') {
  return Object.assign(document.createElement('li'), { textContent: text, className })
}

/** @param {string} id @returns {HTMLElement} */
function place(id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no #${id}`)
  return found
}
