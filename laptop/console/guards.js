/** @import { IncidentView } from '../laptop.ts' */
import { element } from './element.js'
import { left, tickingText, timeOfDay } from './time.js'

/** @typedef {NonNullable<IncidentView['judged']>} Judged */

/**
 * What each guard said when the run asked them last. It stays as its reader set it while the incident changes.
 *
 * @param {readonly string[]} names of all guards
 */
export function guardsList(names) {
  const summary = element('summary')
  const list = element('ul', { class: 'guards' })
  const folded = element('details', { class: 'judged' }, summary, list)
  return {
    element: folded,
    /** @param {IncidentView} incident */
    update({ judged, state }) {
      folded.hidden = judged === undefined || state === 'resolved'
      if (judged === undefined) return
      const { at, against } = judged
      const count = against.length === 0 ? `all ${names.length} let it act` : `${against.length} against it`
      summary.textContent = `Guards: ${count}, asked at ${timeOfDay(at)}`
      const all = [...new Set([...names, ...against.map(({ guard }) => guard)])]
      list.replaceChildren(
        ...all.map((name) =>
          verdict(
            name,
            against.find(({ guard }) => guard === name),
          ),
        ),
      )
    },
  }
}

/** @param {string} name @param {Judged['against'][number] | undefined} objection */
function verdict(name, objection) {
  const [sign, said] = objection === undefined ? ['✓', 'lets it act'] : signed(objection)
  return element(
    'li',
    { 'data-guard': name, 'data-verdict': objection?.until ?? 'act' },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    element(
      'span',
      {},
      element('code', {}, name),
      ` ${said}`,
      ...(objection?.at === undefined ? [] : [': ', tickingText(() => left(String(objection.at)))]),
    ),
  )
}

/** @param {Judged['against'][number]} objection @returns {[string, string]} */
function signed({ until, because, at }) {
  switch (until) {
    case 'people':
      return ['✗', `calls people: ${because}`]
    case 'line-cleared':
      return ['❚❚', `holds until the line is started: ${because}`]
    case 'decision':
      return ['◆', `holds until a person decides: ${because}`]
    case 'instant':
      return ['❚❚', `holds${at === undefined ? '' : ` until ${timeOfDay(at)}`}: ${because}`]
  }
}
