import { type CallForPeople, isUnanswered, secondsLeft } from '../domain/call-for-people.ts'
import {
  begunWith,
  type FollowUp,
  isFollowedUp,
  levelInWords,
  type Moment,
  momentsOf,
  quietUntil,
  type Rota,
} from '../domain/escalation.ts'
import type { Change, EscalationSoFar, Incident } from '../domain/incident.ts'
import { calledAfterQuiet } from '../domain/called-after-quiet.ts'
import { escalated, levelCalled } from '../domain/incident-changes.ts'
import { type Instant, secondsBetween } from '../domain/instant.ts'
import { own } from '../domain/own.ts'
import type { Clock, Incidents } from '../ports.ts'
import { existing, record } from './record.ts'
import { type Steps, unlessFailed } from './steps.ts'

export interface EscalatePorts {
  readonly incidents: Incidents
  readonly clock: Clock
  /** Lines by name. */
  readonly lines: Readonly<Record<string, FollowUp>>
  /** Who is on call by a rota, in words: "on call: Ada Lovelace", or why nobody knows. Never rejects. */
  readonly onCall: (rota: Rota, at: Instant) => Promise<string>
}

/**
 * 'nothing-follows': this call; 'answered': or resolved, or there is a newer call; 'called-later': once the quiet hours
 * are over; 'stopped' and 'unanswered': everybody was called, and nobody answered.
 */
export interface Escalated {
  readonly ended: 'nothing-follows' | 'answered' | 'called-later' | 'stopped' | 'unanswered'
}

/**
 * Follows up one call: calls level after level, and stops the line, until somebody answers. What it writes calls them:
 * the channels are told of it as of every change. It looks at the incident as it stands each time.
 */
export async function escalate(ports: EscalatePorts, steps: Steps, call: CallForPeople): Promise<Escalated> {
  const line = own(ports.lines, call.line) ?? {}
  const moments = momentsOf(line, call.state)
  if (moments.length === 0 && line.quiet === undefined) return { ended: 'nothing-follows' }
  const run = { ports, steps, line, call }
  const { late, quietFor, ...begun } = await steps.step('how long', () => begin(run, moments))
  if (quietFor !== undefined) return callLater(run, quietFor, begun)
  if (moments.length === 0) return { ended: 'nothing-follows' }

  let so: EscalationSoFar = begun
  let waited = 0
  for (const moment of moments) {
    if (moment.what === 'tell' && moment.nth < begun.told) continue
    const due = secondsLeft(moment.after, late)
    if (due > waited) await steps.wait(waitNames[moment.what], { seconds: due - waited })
    waited = due
    const before = so
    const text = await toldInWords(run, moment)
    const came = await steps.step(nameOf(moment), () => meet(run, moment, before, text))
    if (came.is === 'over') return { ended: 'answered' }
    if (came.is === 'quiet') return callLater(run, came.seconds, so)
    if (moment.what === 'tell') so = { ...so, told: moment.nth + 1 }
  }
  return { ended: moments.some(({ what }) => what === 'stop') ? 'stopped' : 'unanswered' }
}

interface Run {
  readonly ports: EscalatePorts
  readonly steps: Steps
  readonly line: FollowUp
  readonly call: CallForPeople
}

/** Only the first is a wait after which the line stops. */
const waitNames = { stop: 'wait for an answer', tell: 'wait before the next level' } as const

const nameOf = (moment: Moment) =>
  moment.what === 'stop' ? 'stop the line' : `call level ${moment.told.number}, ${moment.told.time}`

async function begin({ ports, line, call }: Run, moments: readonly Moment[]) {
  const incident = await existing(ports.incidents, call.incident)
  const now = ports.clock.now()
  // The channels ask the same: whoever was not called then is called later.
  const until = quietUntil({ ...incident, state: call.state }, line, call.at)
  return {
    ...begunWith(incident, call, moments.filter(({ what }) => what === 'tell').length),
    late: secondsBetween(call.at, now),
    ...(until !== undefined && { quietFor: secondsUntil(until, now) }),
  }
}

/** 'over': answered, resolved, or there is a newer call. */
type Came = { readonly is: 'done' | 'over' } | { readonly is: 'quiet'; readonly seconds: number }

/** One moment of it has come. @param text of a level: what people are told */
async function meet(run: Run, moment: Moment, so: EscalationSoFar, text: string): Promise<Came> {
  const { ports, call } = run
  const came: Came[] = []
  await record(ports, call.incident, (incident, now) => {
    const [is, change] = settle(run, moment, { incident, so, text, now })
    came.push(is)
    return change
  })
  return came.at(-1) ?? over
}

const done: Came = { is: 'done' }
const over: Came = { is: 'over' }

interface Now {
  readonly incident: Incident
  readonly so: EscalationSoFar
  readonly text: string
  readonly now: Instant
}

/** What a moment comes to, given the incident as it is by now, and what is to be written of it. */
function settle(run: Run, moment: Moment, at: Now): readonly [Came, (Change | undefined)?] {
  const { line, call } = run
  const { incident, so, now } = at
  const { escalation } = incident
  // This very step has run before, and broke off once that was written.
  if (moment.what === 'tell' && escalation?.call === so.call && escalation.told > so.told) return [done]
  const isWanted = isFollowedUp(incident, call, so) || (moment.what === 'stop' && isUnanswered(incident, call))
  if (!isWanted) return [moment.what === 'stop' && incident.state === 'stop' ? done : over]
  const until = quietUntil(incident, line, now)
  if (until !== undefined) return [{ is: 'quiet', seconds: secondsUntil(until, now) }]
  return [done, changeOf(run, moment, at)]
}

function changeOf({ line }: Run, moment: Moment, { incident, so, text, now }: Now): Change | undefined {
  if (moment.what === 'stop')
    return escalated(incident, moment.within, now, line.escalation === undefined ? undefined : so)
  return levelCalled(incident, { ...so, told: so.told + 1 }, { tell: moment.told.level.tell, text }, now)
}

/** Nobody is called before the quiet hours are over. Then that is a call of its own, which another run follows up. */
async function callLater({ ports, steps, call }: Run, seconds: number, so: EscalationSoFar): Promise<Escalated> {
  await steps.wait('wait for the end of the quiet hours', { seconds })
  const isCalled = await steps.step('call people', async () => {
    const made = { isCalled: false }
    await record(ports, call.incident, (incident, now) => {
      made.isCalled = isFollowedUp(incident, call, so)
      return made.isCalled ? calledAfterQuiet(incident, now) : undefined
    })
    return made.isCalled
  })
  return { ended: isCalled ? 'called-later' : 'answered' }
}

/** A calendar that nobody can read, or that takes too long, must not keep people from being called. */
async function toldInWords({ ports, steps }: Run, moment: Moment): Promise<string> {
  if (moment.what === 'stop') return ''
  const { rota } = moment.told.level
  if (rota === undefined) return levelInWords(moment.told)
  const look = () =>
    steps.step('who is on call', () => ports.onCall(rota, ports.clock.now()), { tries: 1, onlyAfter: () => false })
  const who = await unlessFailed(look, (because) => `the rota could not be read (${because})`)
  return `${levelInWords(moment.told)}; ${who}`
}

const secondsUntil = (until: Instant, now: Instant) => Math.max(1, Math.ceil(secondsBetween(now, until)))
