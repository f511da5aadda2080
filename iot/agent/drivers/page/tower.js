const svgNamespace = 'http://www.w3.org/2000/svg'
/** From top to bottom. */
export const colours = ['red', 'yellow', 'green', 'blue', 'white']

/** In the drawing's own units. */
const [width, top, glassHeight, gap] = [120, 30, 50, 3]

/**
 * Draws a stack light into `place`, and its glow into `glow`.
 *
 * @param {HTMLElement} place @param {HTMLElement} glow
 * @returns {(brightness: readonly number[]) => void} takes the brightness of each colour, 0 to 1
 */
export function drawTower(place, glow) {
  const foot = top + colours.length * (glassHeight + gap)
  const svg = draw('svg', { viewBox: `0 0 ${width} ${foot + 62}`, 'aria-hidden': 'true' })
  const glasses = colours.map((colour, nth) => glass(colour, top + nth * (glassHeight + gap)))
  svg.append(
    paints(),
    draw('path', { class: 'housing', d: `M14 ${top - 3} V18 Q14 4 28 4 H92 Q106 4 106 18 V${top - 3} Z` }),
    ...glasses.map(({ group }) => group),
    draw('rect', { class: 'housing', x: '14', y: String(foot), width: '92', height: '12', rx: '2' }),
    draw('rect', { class: 'housing', x: '51', y: String(foot + 12), width: '18', height: '30' }),
    draw('path', {
      class: 'housing',
      d: `M18 ${foot + 56} Q18 ${foot + 42} 32 ${foot + 42} H88 Q102 ${foot + 42} 102 ${foot + 56} Z`,
    }),
  )
  place.append(svg)

  let drawn = ''
  return (brightness) => {
    if (drawn === String(brightness)) return
    drawn = String(brightness)
    glasses.forEach(({ burn }, nth) => burn(brightness[nth] ?? 0))
    const brightest = Math.max(...brightness)
    const nth = brightness.indexOf(brightest)
    glow.style.setProperty('--lit', `var(--${colours[nth]})`)
    glow.style.setProperty('--at', `${18 + nth * 14}%`)
    glow.style.opacity = String(brightest * 0.34)
  }
}

/** @param {string} colour @param {number} y */
function glass(colour, y) {
  const box = { x: '16', y: String(y), width: '88', height: String(glassHeight), rx: '4' }
  const group = draw('g', { class: colour })
  const halo = draw('rect', {
    ...box,
    class: 'halo',
    x: '4',
    y: String(y - 8),
    width: '112',
    height: String(glassHeight + 16),
    rx: '16',
    filter: 'url(#soft)',
  })
  const lit = draw('rect', { ...box, class: 'lit' })
  const bulb = draw('rect', { ...box, class: 'bulb' })
  const ribs = [1, 2, 3, 4, 5].map((nth) => {
    const x = String(16 + (nth * 88) / 6)
    return draw('line', { class: 'rib', x1: x, x2: x, y1: String(y + 2), y2: String(y + glassHeight - 2) })
  })
  const shine = draw('rect', {
    class: 'shine',
    x: '24',
    y: String(y + 5),
    width: '7',
    height: String(glassHeight - 10),
    rx: '3.5',
  })
  group.append(halo, draw('rect', { ...box, class: 'unlit' }), lit, bulb, ...ribs, shine)
  /** @param {number} brightness */
  const burn = (brightness) => {
    lit.style.opacity = String(brightness)
    bulb.style.opacity = String(brightness)
    halo.style.opacity = String(brightness * 0.75)
  }
  return { group, burn }
}

/** The gradients and the blur: metal for the housing, a bulb behind the glass, a soft edge around it. */
function paints() {
  const definitions = draw('defs', {})
  const metal = draw('linearGradient', { id: 'metal' })
  metal.append(stop('0', '#2b2e34'), stop('0.3', '#6f757f'), stop('0.55', '#484d55'), stop('1', '#1f2126'))
  const bulb = draw('radialGradient', { id: 'bulb', r: '0.62' })
  bulb.append(stop('0', '#fff', '0.6'), stop('0.45', '#fff', '0.22'), stop('1', '#fff', '0'))
  const soft = draw('filter', { id: 'soft', x: '-40%', y: '-60%', width: '180%', height: '220%' })
  soft.append(draw('feGaussianBlur', { stdDeviation: '9' }))
  definitions.append(metal, bulb, soft)
  return definitions
}

/** @param {string} offset @param {string} colour */
function stop(offset, colour, opacity = '1') {
  return draw('stop', { offset, 'stop-color': colour, 'stop-opacity': opacity })
}

/** @param {string} tag @param {Readonly<Record<string, string>>} attributes @returns {SVGElement} */
function draw(tag, attributes) {
  const made = document.createElementNS(svgNamespace, tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}
