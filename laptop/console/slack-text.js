import { element, link } from './element.js'
import { timeOfDay } from './time.js'

/**
 * Those that Andon sends, in characters that every machine can draw, with no font of pictures installed.
 *
 * @type {Readonly<Record<string, string>>}
 */
const emoji = {
  red_circle: '●',
  large_blue_circle: '●',
  large_yellow_circle: '●',
  large_green_circle: '●',
  gear: '⚙',
  white_check_mark: '✔',
  double_vertical_bar: '❚❚',
}

/** What stands in angle brackets, a bold part, or an emoji's name. */
const special = /<([^<>\n]+)>|(?<![\w*])\*(?=\S)([^*\n]+)(?<=\S)\*(?![\w*])|:([a-z0-9_+-]+):/g

/**
 * Slack's mrkdwn as nodes: links, dates, mentions, bold, emoji. All else is text.
 *
 * @param {string} text
 * @returns {(Node | string)[]}
 */
export function slackText(text) {
  const nodes = []
  let from = 0
  for (const match of text.matchAll(special)) {
    const [whole, bracketed, bold, name] = match
    nodes.push(unescaped(text.slice(from, match.index)))
    if (bracketed !== undefined) nodes.push(reference(bracketed))
    else if (bold !== undefined) nodes.push(element('b', {}, ...slackText(bold)))
    else nodes.push(picture(name ?? '', whole))
    from = match.index + whole.length
  }
  return [...nodes, unescaped(text.slice(from))]
}

/** @param {string} name @param {string} whole what it was written as @returns {Node | string} */
function picture(name, whole) {
  const character = Object.hasOwn(emoji, name) ? emoji[name] : undefined
  if (character === undefined) return whole
  return element('span', { class: 'emoji', 'data-emoji': name, 'aria-hidden': 'true' }, character)
}

/** @param {string} inside what stood in angle brackets @returns {Node | string} */
function reference(inside) {
  const bar = inside.indexOf('|')
  const target = unescaped(bar < 0 ? inside : inside.slice(0, bar))
  const label = bar < 0 ? undefined : unescaped(inside.slice(bar + 1))
  if (target.startsWith('!date^')) return date(target, label)
  // In Slack this would wake people: it must not look like mere text.
  if (/^[!@#]/.test(target)) return element('mark', { class: 'mention' }, label ?? target.replace(/^!/, '@'))
  return link(target, label)
}

/** @param {string} target `!date^<seconds>^<format>` @param {string | undefined} fallback @returns {Node | string} */
function date(target, fallback) {
  const [, seconds, format = ''] = target.split('^')
  const at = new Date(Number(seconds) * 1000)
  const isOurs = /^\{time(_secs)?\}$/.test(format)
  if (!isOurs || Number.isNaN(at.getTime())) return fallback ?? target
  return element('time', { datetime: at.toISOString() }, timeOfDay(at))
}

/** @param {string} text */
const unescaped = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
