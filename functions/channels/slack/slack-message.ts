import type { KnownBlock } from '@slack/web-api'
import { type Entry, furtherReason, type Incident, type IncidentState, type Try } from '../../domain/incident.ts'
import { clip } from '../../domain/clip.ts'
import { inWords } from '../../domain/instant.ts'
import { originInWords } from '../../domain/origin.ts'
import { outcomeOf } from '../../domain/outcome.ts'
import { outcomeInWords } from '../../domain/outcomes.ts'
import type { Message } from '../sender.ts'
import { escaped, link, marked, plain } from './slack-text.ts'

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
/** Characters of one, once escaped: with their times, ten of them stay within the 3,000 of a block. */
const longestEntry = 200

/**
 * Everything that came from outside is shown as plain text or escaped: a mention in an alarm's description must not
 * wake a whole channel.
 */
export function slackMessage({ incident, line, timeline }: Message): SlackMessage {
  const { state, title, tags, tried } = incident
  const head = `${line.title}: ${title}`
  const header = plain(head, 150)
  // What the header had to cut stands below it.
  const reason = header.text === head ? furtherReason(incident) : incident.reason
  const blocks: KnownBlock[] = [
    { type: 'header', text: header },
    { type: 'section', text: marked(standing(incident)) },
    ...(reason ? [{ type: 'section' as const, text: plain(reason, 1000) }] : []),
    ...(tried.length > 0 ? [{ type: 'section' as const, text: plain(tried.map(tryInWords).join('\n'), 2000) }] : []),
    ...tagsInWords(tags).map((text) => ({ type: 'context' as const, elements: [plain(text, 300)] })),
    ...(timeline.length > 0 ? [{ type: 'context' as const, elements: [marked(timelineInWords(timeline))] }] : []),
  ]
  // What a machine was still at may be noted after the end; that it is over stays the news.
  const last = timeline.findLast(({ kind }) => state !== 'resolved' || kind === 'resolved') ?? timeline.at(-1)
  const text = `${head}: ${wordsFor(incident)}${last ? `: ${last.text}` : ''}`
  return { text: escaped(text, 600), blocks }
}

function standing(incident: Incident): string {
  const { state, url, acknowledgedBy, held, noDataSince } = incident
  const isOpen = state !== 'resolved'
  const outcome = outcomeOf(incident)
  const alarm = url === undefined ? undefined : link(url, 'open the alarm')
  return [
    `${waits(incident) ? ':double_vertical_bar:' : signs[state]} *${wordsFor(incident)}*`,
    ...(outcome === undefined ? [] : [outcomeInWords(outcome)]),
    ...(held === undefined ? [] : [escaped(held, 400)]),
    ...(isOpen && acknowledgedBy !== undefined ? [`${escaped(acknowledgedBy, 100)} is on it`] : []),
    ...(noDataSince === undefined ? [] : [`no data since ${inWords(noDataSince)}`]),
    ...whereOf(incident),
    ...(alarm === undefined ? [] : [alarm]),
  ].join(' · ')
}

/** Of home goes without saying: at three in the morning a message is short. */
const whereOf = (incident: Incident) => (incident.elsewhere ? [`of ${originInWords(incident)}`] : [])

/** Those that AWS sets are for its own programs. */
function tagsInWords(tags: Incident['tags'] = {}): string[] {
  const teams = Object.entries(tags).filter(([key]) => !key.startsWith('aws:'))
  return teams.length > 0 ? [teams.map(([key, value]) => `${key}: ${value}`).join(' · ')] : []
}

function wordsFor(incident: Incident): string {
  if (waits(incident)) return 'the machine waits'
  const { state, held } = incident
  return state === 'help' && held !== undefined ? `${words.help}, the machine waits` : words[state]
}
/** Where a person is wanted, that is the news. */
const waits = ({ state, held }: Incident) => held !== undefined && state === 'working'

function tryInWords({ title, outcome, failed, undone, stays }: Try, nth: number): string {
  const came = outcome === undefined ? 'under way' : clip(failed ? `failed: ${outcome}` : outcome, 300)
  const since = undone === undefined ? stays && `; not undone: ${clip(stays, 200)}` : `; undone: ${clip(undone, 200)}`
  return `${nth + 1}. ${clip(title, 150)}: ${came}${since ?? ''}`
}

/** Slack shows each reader his own time of day. */
function timelineInWords(timeline: readonly Entry[]): string {
  const shown = timeline.slice(-entriesShown)
  const lines = shown.map(({ at, text }) => `${timeInWords(at)} ${escaped(text, longestEntry)}`)
  const left = timeline.length - shown.length
  return [...(left > 0 ? [`… ${left} earlier`] : []), ...lines].join('\n')
}

const timeInWords = (at: string) => `<!date^${Math.floor(Date.parse(at) / 1000)}^{time_secs}|${at.slice(11, 19)} UTC>`
