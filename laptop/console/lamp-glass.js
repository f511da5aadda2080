/** @import { Shown } from './lamp-words.js' */
import { answeredLooks } from './lamp-words.js'

const svgNamespace = 'http://www.w3.org/2000/svg'
/** From top to bottom, as on the terminal's lamp. */
const lamps = ['red', 'yellow', 'green', 'blue', 'white']
const height = 27

/** Milliseconds. Together they keep every second below three flashes, however fast the states come (WCAG 2.3.1). */
const restBetweenChanges = 1000
/** A moving light may just have lit up: the next light waits in the dark. */
const darkAfterMoving = 800

/** A stack light as a picture; the words that say the same stand beside it. */
export function stackLight() {
  const svg = draw('svg', { viewBox: '0 0 92 196', class: 'stack-light', 'aria-hidden': 'true' })
  svg.append(draw('path', { class: 'housing', d: 'M20 14 Q20 4 30 4 H62 Q72 4 72 14 V18 H20 Z' }))
  lamps.forEach((colour, nth) => svg.append(glass(colour, 18 + nth * height)))
  const foot = 18 + lamps.length * height
  svg.append(
    draw('rect', { class: 'housing', x: '18', y: String(foot), width: '56', height: '8', rx: '2' }),
    draw('rect', { class: 'pole', x: '41', y: String(foot + 8), width: '10', height: '20' }),
    draw('path', {
      class: 'housing',
      d: `M20 ${foot + 35} Q20 ${foot + 27} 30 ${foot + 27} H62 Q72 ${foot + 27} 72 ${foot + 35} Z`,
    }),
  )
  return { svg, show: shower(svg) }
}

/** @param {SVGElement} svg @returns {(shown: Shown) => void} */
function shower(svg) {
  let looks = ''
  let changedAt = -Infinity
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  /** @param {string} next */
  const light = (next) => {
    looks = next
    changedAt = performance.now()
    svg.setAttribute('data-shows', next)
    // Lamps that flash for the same reason flash together.
    for (const animation of svg.getAnimations({ subtree: true })) {
      if (animation instanceof CSSAnimation) animation.startTime = 0
    }
  }
  /** @param {string} next */
  const change = (next) => {
    const isMoving = !['', 'calm', 'working', 'approval', 'stop-answered'].includes(looks)
    if (!isMoving) return light(next)
    svg.setAttribute('data-shows', 'dark')
    timer = setTimeout(() => light(next), darkAfterMoving)
  }

  return ({ state, answered, muted }) => {
    svg.toggleAttribute('data-muted', muted)
    const next = answered && answeredLooks[state] !== undefined ? `${state}-answered` : state
    clearTimeout(timer)
    if (next === looks && svg.getAttribute('data-shows') === looks) return
    const wait = changedAt + restBetweenChanges - performance.now()
    if (wait > 0) timer = setTimeout(() => change(next), wait)
    else change(next)
  }
}

/** @param {string} colour @param {number} y */
function glass(colour, y) {
  const box = { x: '20', y: String(y + 1), width: '52', height: String(height - 2), rx: '3' }
  const group = draw('g', { class: `glass ${colour}` })
  group.append(
    draw('rect', { class: 'unlit', ...box }),
    draw('rect', { class: 'lit', ...box }),
    draw('rect', { class: 'shine', x: '26', y: String(y + 4), width: '5', height: String(height - 8), rx: '2.5' }),
  )
  return group
}

/** @param {string} tag @param {Readonly<Record<string, string>>} attributes */
function draw(tag, attributes) {
  const made = document.createElementNS(svgNamespace, tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}
