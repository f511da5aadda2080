import { type IncidentWithTimeline, incidentWithTimeline } from '../functions/usecases/views.ts'
import { printable } from '../iot/agent/printable.ts'
import { askApiOfLine } from './api-act.ts'
import type { CommandContext } from './command-context.ts'
import { type Deployment, namesOf } from './deployment.ts'
import { Failure } from './failure.ts'
import { viewsOf } from './views.ts'
import { waitFor, waitedSeconds } from './wait-for.ts'

/** Starts a line that is stopped, and says what became of each of its stops. Rejects with `Failure`. */
export async function startLine(
  context: CommandContext,
  deployment: Deployment,
  line: string,
  act: { readonly id: string; readonly reason?: string },
  json: boolean,
): Promise<void> {
  const { terminal } = context
  const before = await stopsOn(context, deployment, line)
  if (before.count === 0) {
    return terminal.say(json ? JSON.stringify({ line, ended: [] }, undefined, 2) : `${line}: it is not stopped`)
  }
  await askApiOfLine(context, 'start', line, act)
  const ended = await waitFor(context, () => allEnded(context, before.incidents))
  if (ended === undefined) {
    throw new Failure(
      `${line}: it was sent, but after ${waitedSeconds} seconds the line is still stopped.`,
      'Look at the queue andon-on-signal-dead and at the alarm andon-on-signal.',
    )
  }
  if (json) {
    const inShort = ended.map(({ incident: { id, state }, timeline }) => ({
      incident: id,
      state,
      text: last(timeline),
    }))
    terminal.say(JSON.stringify({ line, ended: inShort }, undefined, 2))
  } else {
    for (const { incident, timeline } of ended) {
      terminal.say(`${line}: ${printable(last(timeline), 400)} (${incident.id}: ${incident.state})`)
    }
  }
  const { count, titles } = await stopsOn(context, deployment, line)
  if (count === 0) return
  throw new Failure(
    `${line}: the line is still stopped: ${titles.map((title) => printable(title, 100)).join('; ')}.`,
    `It was stopped again meanwhile, or there was more than could be ended at once: \`npx andon start ${line}\`.`,
  )
}

const last = (timeline: IncidentWithTimeline['timeline']) =>
  timeline.findLast(({ kind }) => kind === 'started' || kind === 'resolved')?.text ?? ''

/** By the line's own item, which is exact, and names the stops before all else. */
async function stopsOn(context: CommandContext, deployment: Deployment, line: string) {
  const { incidents } = viewsOf(context)
  const lines = await Promise.all(namesOf(deployment, line).map((name) => incidents.line(name)))
  const stops = lines.flatMap((one) => one?.reasons ?? []).filter(({ state }) => state === 'stop')
  const count = lines.reduce((sum, one) => sum + (one?.open.stop.all ?? 0), 0)
  return { count, incidents: stops.map(({ incident }) => incident), titles: stops.map(({ title }) => title) }
}

/** All of them, once none stops the line any more. */
async function allEnded(
  context: CommandContext,
  stops: readonly string[],
): Promise<readonly IncidentWithTimeline[] | undefined> {
  const views = viewsOf(context)
  const seen = await Promise.all(stops.map((id) => incidentWithTimeline(views, id)))
  const there = seen.filter((one) => one !== undefined)
  return there.some(({ incident }) => incident.state === 'stop') ? undefined : there
}
