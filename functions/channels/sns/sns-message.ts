import { clip } from '../../domain/clip.ts'
import type { CallState } from '../../domain/call-for-people.ts'
import { inWords } from '../../domain/duration.ts'
import { originInWords } from '../../domain/origin.ts'
import { furtherReason } from '../../domain/incident.ts'
import type { CallMessage } from '../sender.ts'

/** What SNS takes of a subject: fewer than 100 characters of ASCII. */
const longestSubject = 99

const words = { help: 'Help wanted', stop: 'LINE STOPPED' } as const satisfies Record<CallState, string>

/**
 * The most urgent first: a text message is cut at 1,600 characters, and a pager shows less. What came from outside
 * stays on its own line and has no `https://` left, so that it cannot be mistaken for Andon's own words.
 */
export function snsMessage({ call, incident, line, isLevel }: Omit<CallMessage, 'timeline'>) {
  const why = furtherReason(incident)
  const what = `${words[call.state]}: ${line.title}: ${incident.title}`
  const message = [
    tame(what, 300),
    // Of a level, which is called later, some of that time is over.
    ...(call.state === 'help' && line.answerWithin !== undefined && !isLevel
      ? [`Unless somebody answers within ${inWords(line.answerWithin)}, the line stops.`]
      : []),
    `Since ${call.at.slice(0, 19).replace('T', ' ')} UTC: ${tame(call.text, 300)}`,
    ...(why === '' ? [] : [`Why: ${tame(why, 400)}`]),
    ...(incident.elsewhere
      ? [`${incident.source === undefined ? 'Its alarm' : 'It'} is of ${originInWords(incident)}.`]
      : []),
    ...(incident.url === undefined ? [] : [incident.url]),
    `Incident ${incident.id} of line ${incident.line}`,
  ].join('\n')
  return { subject: subjectOf({ call, incident, line }), message }
}

/**
 * SNS takes no other alphabet in a subject, and no encoding of one. What cannot be written in ASCII is left for the
 * message; then the incident's id, which can, keeps one mail apart from another.
 */
function subjectOf({ call, incident, line }: Pick<CallMessage, 'call' | 'incident' | 'line'>): string {
  const title = inAscii(incident.title)
  const parts = [words[call.state], inAscii(line.title) ?? incident.line, title ?? `incident ${incident.id}`]
  return parts.join(': ').slice(0, longestSubject).trimEnd()
}

/** One line, without marks that reverse the text direction, and without anything that mail turns into a link. */
function tame(text: string, most: number): string {
  const plain = text
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .replaceAll('://', ': //')
    .trim()
  return clip(plain, most)
}

/**
 * `ä` becomes `a`, and what has no likeness three dots; `undefined` where that would leave less than half of the
 * letters and digits.
 */
function inAscii(text: string): string | undefined {
  const known = tame(text, 300).normalize('NFKD').replaceAll(/\p{M}/gu, '')
  const ascii = known.replaceAll('…', '...').replaceAll(/[^ -~]+/gu, '...')
  return lettersIn(ascii) * 2 < lettersIn(known) || lettersIn(ascii) === 0 ? undefined : ascii
}
const lettersIn = (text: string) => text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
