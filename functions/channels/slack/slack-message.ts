import type { KnownBlock } from '@slack/web-api'
import type { Entry, Incident, IncidentState, Try } from '../../domain/incident.ts'
import { clip } from '../../domain/clip.ts'
import { inWords } from '../../domain/instant.ts'
import { originInWords } from '../../domain/origin.ts'
import type { Message } from '../sender.ts'

/** What Slack shows of an incident. `text` is what a phone's notification and a screen reader say. */
export interface SlackMessage {
  readonly text: string
  readonly blocks: KnownBlock[]
}

const words = {
  stop: 'line stopped',
  approval: 'approval wanted',
  help: 'help wanted',
  working: 'a machine is working on it',
  resolved: 'resolved',
} as const satisfies Record<IncidentState, string>

const signs = {
  stop: ':red_circle:',
  approval: ':large_blue_circle:',
  help: ':large_yellow_circle:',
  working: ':gear:',
  resolved: ':white_check_mark:',
} as const satisfies Record<IncidentState, string>

/** Newest entries shown; the whole timeline may be long, and Slack takes about 13,000 characters in all. */
const entriesShown = 10

/**
 * Everything that came from outside is shown as plain text or escaped: a mention in an alarm's description must not
 * wake a whole channel.
 */
export function slackMessage({ incident, line, timeline }: Message): SlackMessage {
  const { state, title, reason, tags, tried } = incident
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(`${line.title}: ${title}`, 150) },
    { type: 'section', text: marked(standing(incident)) },
    ...(reason ? [{ type: 'section' as const, text: plain(reason, 1000) }] : []),
    ...(tried.length > 0 ? [{ type: 'section' as const, text: plain(tried.map(tryInWords).join('\n'), 2000) }] : []),
    ...tagsInWords(tags).map((text) => ({ type: 'context' as const, elements: [plain(text, 300)] })),
    ...(timeline.length > 0 ? [{ type: 'context' as const, elements: [marked(timelineInWords(timeline))] }] : []),
  ]
  // What a machine was still at may be noted after the end; that it is over stays the news.
  const last = timeline.findLast(({ kind }) => state !== 'resolved' || kind === 'resolved') ?? timeline.at(-1)
  const text = `${line.title}: ${title}: ${wordsFor(incident)}${last ? `: ${last.text}` : ''}`
  return { text: escaped(clip(text, 500)), blocks }
}

function standing(incident: Incident): string {
  const { state, url, acknowledgedBy, held, noDataSince } = incident
  const isOpen = state !== 'resolved'
  return [
    `${waits(incident) ? ':double_vertical_bar:' : signs[state]} *${wordsFor(incident)}*`,
    ...(held === undefined ? [] : [escaped(clip(held, 300))]),
    ...(isOpen && acknowledgedBy !== undefined ? [`${escaped(clip(acknowledgedBy, 64))} is on it`] : []),
    ...(noDataSince === undefined ? [] : [`no data since ${inWords(noDataSince)}`]),
    ...whereOf(incident),
    ...(url === undefined ? [] : [`<${url}|open the alarm>`]),
  ].join(' · ')
}

/** Of home goes without saying: at three in the morning a message is short. */
const whereOf = (incident: Incident) => (incident.elsewhere ? [`of ${originInWords(incident)}`] : [])

/** Those that AWS sets are for its own programs. */
function tagsInWords(tags: Incident['tags'] = {}): string[] {
  const teams = Object.entries(tags).filter(([key]) => !key.startsWith('aws:'))
  return teams.length > 0 ? [teams.map(([key, value]) => `${key}: ${value}`).join(' · ')] : []
}

const wordsFor = (incident: Incident) => (waits(incident) ? 'the machine waits' : words[incident.state])
/** Where it waits for a person to decide, that is the news. */
const waits = ({ state, held }: Incident) => held !== undefined && state !== 'approval'

const plain = (text: string, most: number) => ({ type: 'plain_text', text: clip(text, most), emoji: false }) as const
const marked = (text: string) => ({ type: 'mrkdwn', text, verbatim: true }) as const

function tryInWords({ title, outcome, failed }: Try, nth: number): string {
  return `${nth + 1}. ${clip(title, 150)}: ${outcome === undefined ? 'under way' : clip(failed ? `failed: ${outcome}` : outcome, 300)}`
}

/** Slack shows each reader his own time of day. */
function timelineInWords(timeline: readonly Entry[]): string {
  const shown = timeline.slice(-entriesShown)
  const lines = shown.map(({ at, text }) => `${timeInWords(at)} ${escaped(clip(text, 150))}`)
  const left = timeline.length - shown.length
  return [...(left > 0 ? [`… ${left} earlier`] : []), ...lines].join('\n')
}

const timeInWords = (at: string) => `<!date^${Math.floor(Date.parse(at) / 1000)}^{time_secs}|${at.slice(11, 19)} UTC>`

/** The three characters that Slack gives meaning to, and the marks that would make text bold, struck or code. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[*_~`]/g, (mark) => `${mark}\u200B`)
}
