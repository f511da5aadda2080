import { clip } from '../../domain/clip.ts'
import type { CallState } from '../../domain/call-for-people.ts'
import { inWords } from '../../domain/duration.ts'
import { originInWords } from '../../domain/origin.ts'
import type { CallMessage } from '../sender.ts'

/** What SNS takes of a subject: fewer than 100 characters of ASCII. */
const longestSubject = 99

const words = { help: 'Help wanted', stop: 'LINE STOPPED' } as const satisfies Record<CallState, string>

/**
 * The most urgent first: a text message is cut at 1,600 characters, and a pager shows less. What came from outside
 * stays on its own line and has no `https://` left, so that it cannot be mistaken for Andon's own words.
 */
export function snsMessage({ call, incident, line }: Pick<CallMessage, 'call' | 'incident' | 'line'>) {
  const what = `${words[call.state]}: ${line.title}: ${incident.title}`
  const message = [
    tame(what, 300),
    ...(call.state === 'help' && line.answerWithin !== undefined
      ? [`Unless somebody answers within ${inWords(line.answerWithin)}, the line stops.`]
      : []),
    `Since ${call.at.slice(0, 19).replace('T', ' ')} UTC: ${tame(call.text, 300)}`,
    ...(incident.reason === '' ? [] : [`Why: ${tame(incident.reason, 400)}`]),
    ...(incident.elsewhere ? [`Its alarm is of ${originInWords(incident)}.`] : []),
    ...(incident.url === undefined ? [] : [incident.url]),
    `Incident ${incident.id} of line ${incident.line}`,
  ].join('\n')
  return { subject: inAscii(tame(what, 300)).slice(0, longestSubject).trimEnd(), message }
}

/** One line, without marks that reverse the text direction, and without anything that mail turns into a link. */
function tame(text: string, most: number): string {
  const plain = text
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll('://', ': //')
    .trim()
  return clip(plain, most)
}

/** `ä` becomes `a`, and what has no likeness a question mark. */
function inAscii(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('…', '...')
    .replaceAll(/[^ -~]/gu, '?')
}
