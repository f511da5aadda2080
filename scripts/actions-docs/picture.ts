import type { Risk } from '../../functions/actions/action.ts'
import { inWords } from '../../functions/domain/duration.ts'
import { own } from '../../functions/domain/own.ts'
import { byService, countsByRisk, type Declared } from './declared.ts'
import { serviceTitles } from './words.ts'

// All actions in one picture, for the README. No font comes from elsewhere, and it brings its own ground, so that it can
// be read on a light page and on a dark one.

const size = { width: 880, columns: 3, margin: 16, gap: 12, head: 118, row: 24, title: 34, foot: 12 }
const cardWidth = (size.width - 2 * size.margin - (size.columns - 1) * size.gap) / size.columns

const style = `
    svg { --ground: #ffffff; --card: #f3f5f8; --edge: #d5dbe3; --text: #1b2530; --soft: #566270;
      --reversible: #0f7a55; --disruptive: #a15c00; --lossy: #b3261e; }
    @media (prefers-color-scheme: dark) {
      svg { --ground: #0d1117; --card: #171d26; --edge: #303a47; --text: #e8edf3; --soft: #a3afbd;
        --reversible: #45c08e; --disruptive: #eda93b; --lossy: #ff7b72; }
    }
    text { font-family: system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; font-size: 14px; fill: var(--text); }
    .verb { font-family: ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
    .service { font-weight: 700; }
    .title { font-size: 19px; font-weight: 700; }
    .soft { fill: var(--soft); font-size: 13px; }
    .reversible { fill: none; stroke: var(--reversible); stroke-width: 2.6; }
    .disruptive { fill: var(--disruptive); }
    .lossy { fill: var(--lossy); }
    .undo { fill: none; stroke: var(--text); stroke-width: 1.7; stroke-linecap: round; stroke-linejoin: round; }
    .ground { fill: var(--ground); }
    .card { fill: var(--card); stroke: var(--edge); }`

export function actionsPicture(all: readonly Declared[]): string {
  const { placed, height } = placedCards(byService(all))
  const { width } = size
  const summary = `${all.length} actions of ${byService(all).length} services: ${countsByRisk(all)
    .map(({ risk, count }) => `${count} ${risk}`)
    .join(', ')}.`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    `  <title id="title">What playbooks can do</title>`,
    `  <desc id="desc">${escaped(summary)} ${escaped(all.map(inText).join('; '))}.</desc>`,
    `  <style>${style}\n  </style>`,
    `  <rect class="ground" width="${width}" height="${height}" rx="10"/>`,
    legend(summary),
    ...placed.map(({ x, y, service, actions }) => card(x, y, service, actions)),
    '</svg>',
    '',
  ].join('\n')
}

const inText = ({ name, action: { risk, canUndo } }: Declared) => `${name}: ${risk}${canUndo ? ', can be undone' : ''}`

const heightOf = (count: number) => size.title + count * size.row + size.foot

type Services = ReturnType<typeof byService>

/** Each service's card, in their order, in columns of about the same height. */
function placedCards(services: Services) {
  // The least height of a column with which there are no more columns than wanted.
  let most = Math.max(...inColumns(services, Infinity).map(({ top, bottom }) => bottom - top))
  while (inColumns(services, most).some(({ column }) => column >= size.columns)) most += 1
  const cards = inColumns(services, most)
  const placed = cards.map(({ service, actions, column, top }) => {
    return { x: size.margin + column * (cardWidth + size.gap), y: size.head + top, service, actions }
  })
  return { placed, height: size.head + Math.max(...cards.map(({ bottom }) => bottom)) - size.gap + size.margin }
}

/** One column after the other, none of them higher than this. */
function inColumns(services: Services, most: number) {
  let column = 0
  let bottom = 0
  return services.map(([service, actions]) => {
    const height = heightOf(actions.length) + size.gap
    if (bottom + height > most) {
      column += 1
      bottom = 0
    }
    bottom += height
    return { service, actions, column, top: bottom - height, bottom }
  })
}

function legend(summary: string): string {
  const [first, second] = [66, 92]
  const marks = [
    { x: 23, y: first, risk: 'reversible', text: 'reversible: nothing is interrupted' },
    { x: 312, y: first, risk: 'disruptive', text: 'disruptive: interrupts or replaces' },
    { x: 600, y: first, risk: 'lossy', text: 'lossy: loses something, or may' },
  ] as const
  return [
    `  <text class="title" x="${size.margin}" y="36">What playbooks can do</text>`,
    `  <text class="soft" x="${size.width - size.margin}" y="36" text-anchor="end">${escaped(summary)}</text>`,
    ...marks.flatMap(({ x, y, risk, text }) => [mark(risk, x, y), note(x + 15, y, text)]),
    undoSign(24, second),
    note(38, second, 'can be undone, by a person or afterwards by the playbook'),
    note(472, second, '10 min: how long it waits for the alarm unless told'),
  ].join('\n')
}

const note = (x: number, y: number, text: string) => `  <text class="soft" x="${x}" y="${y + 5}">${text}</text>`

function card(x: number, y: number, service: string, actions: readonly Declared[]): string {
  const rows = actions.flatMap(({ verb, action: { risk, canUndo, wait } }, nth) => {
    const middle = y + size.title + nth * size.row + 10
    return [
      mark(risk, x + 19, middle),
      `  <text class="verb" x="${x + 32}" y="${middle + 5}">${escaped(verb)}</text>`,
      ...(canUndo ? [undoSign(x + cardWidth - 68, middle)] : []),
      `  <text class="soft" x="${x + cardWidth - 12}" y="${middle + 5}" text-anchor="end">${minutes(inWords(wait))}</text>`,
    ]
  })
  return [
    `  <rect class="card" x="${x}" y="${y}" width="${cardWidth}" height="${heightOf(actions.length)}" rx="8"/>`,
    `  <text class="service" x="${x + 12}" y="${y + 23}">${escaped(own(serviceTitles, service) ?? service)}</text>`,
    `  <text class="soft verb" x="${x + cardWidth - 12}" y="${y + 23}" text-anchor="end">${escaped(service)}</text>`,
    ...rows,
  ].join('\n')
}

const minutes = (words: string) => words.replace(/ minutes?$/, ' min')

/** By shape and by colour: a ring, a triangle, a diamond that is full. */
function mark(risk: Risk, x: number, y: number): string {
  switch (risk) {
    case 'reversible':
      return `  <circle class="${risk}" cx="${x}" cy="${y}" r="5.2"/>`
    case 'disruptive':
      return `  <path class="${risk}" d="M${x} ${y - 6.5}l7 12.5h-14z"/>`
    case 'lossy':
      return `  <path class="${risk}" d="M${x} ${y - 7.5}l7.5 7.5l-7.5 7.5l-7.5 -7.5z"/>`
  }
}

/** An arrow that turns back. */
const undoSign = (x: number, y: number) =>
  `  <path class="undo" d="M${x - 2} ${y - 6}l-4 4l4 4M${x - 6} ${y - 2}h7a4 4 0 0 1 0 8h-5"/>`

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
