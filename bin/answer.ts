import { dynamoIncidents } from '../functions/adapters/dynamo-incidents.ts'
import { type Incident, isOpen } from '../functions/domain/incident.ts'
import type { Incidents } from '../functions/ports.ts'
import { printable } from '../iot/agent/printable.ts'
import { tableName } from '../lib/names.ts'
import { putOnBus } from './bus.ts'
import { deploymentOf } from './deployment.ts'
import { Failure } from './failure.ts'
import { utc } from './moments.ts'
import type { Office } from './office.ts'

export interface Answer {
  readonly by: string
  /** The same for every attempt to send this one answer; each incident's is made from it. */
  readonly id: string
}

/**
 * Says that somebody has taken a call: one incident's, or all that are unanswered on a line. Rejects with `Failure`
 * when there is nothing of this name, or it is not taken in.
 */
export async function acknowledge(office: Office, what: string, { by, id }: Answer): Promise<void> {
  const incidents = dynamoIncidents(office.aws.table, tableName)
  const named = await incidents.find(what)
  const asked = named === undefined ? await unansweredOn(office, incidents, what) : [named]
  const unanswered = asked.filter(isUnanswered)
  for (const incident of asked.filter((each) => !isUnanswered(each))) office.terminal.say(standing(incident))
  if (asked.length === 0) office.terminal.say(`${what}: nothing is unanswered`)
  for (const incident of unanswered) {
    await putOnBus(office.aws, 'Call Answered', { incident: incident.id, by, id: `${id} ${incident.id}` })
  }
  for (const incident of unanswered) await seeTakenIn(office, incidents, incident.id)
}

/** Prints what is open and unanswered, line by line. */
export async function listUnanswered(office: Office): Promise<void> {
  const { aws, stack, terminal } = office
  const { lines } = await deploymentOf(aws, stack)
  const incidents = dynamoIncidents(aws.table, tableName)
  const open = await Promise.all(Object.keys(lines).map((line) => openOn(incidents, line)))
  const unanswered = open.flat().filter(isUnanswered)
  for (const { id, line, state, title, openedAt } of unanswered)
    terminal.say(`${id}  ${line}: ${state} since ${utc(openedAt)}: ${printable(title, 100)}`)
  if (unanswered.length === 0) terminal.remark('Nothing is unanswered.')
  else terminal.remark('Answer one with `andon ack <incident>`, or all of a line with `andon ack <line>`.')
}

/** While a machine works at it nobody is called. */
const isUnanswered = (incident: Incident) =>
  isOpen(incident) && incident.state !== 'working' && incident.acknowledgedBy === undefined

async function unansweredOn(office: Office, incidents: Incidents, line: string): Promise<Incident[]> {
  const { lines } = await deploymentOf(office.aws, office.stack)
  if (!Object.hasOwn(lines, line)) {
    const known = Object.keys(lines).join(', ')
    throw new Failure(`There is no incident and no line ${line} (lines: ${known}).`, '`andon ack` lists what is open.')
  }
  return (await openOn(incidents, line)).filter(isUnanswered)
}

/** The most urgent of the line, as many as its item names. */
async function openOn(incidents: Incidents, line: string): Promise<Incident[]> {
  const { reasons } = (await incidents.line(line)) ?? { reasons: [] }
  const found = await Promise.all(reasons.map(({ incident }) => incidents.find(incident)))
  return found.filter((each) => each !== undefined)
}

function standing({ id, state, acknowledgedBy }: Incident): string {
  if (state === 'resolved') return `${id}: is resolved`
  if (acknowledgedBy !== undefined) return `${id}: answered, by ${printable(acknowledgedBy, 100)}`
  return `${id}: nobody is called, a machine is at it`
}

/** How long an answer may take on its way through the bus and the queue. */
const looks = 20
const pauseMs = 500

/** That the bus took the event is not yet that anybody acted on it. */
async function seeTakenIn({ terminal, clock }: Office, incidents: Incidents, id: string): Promise<void> {
  for (let nth = 1; nth <= looks; nth++) {
    const incident = await incidents.find(id)
    if (incident !== undefined && !isUnanswered(incident)) return terminal.say(standing(incident))
    await clock.pause(pauseMs)
  }
  throw new Failure(
    `${id}: the answer was sent, but after ${(looks * pauseMs) / 1000} seconds it is not taken in.`,
    'Look at the queue andon-on-signal-dead and at the alarm andon-on-signal.',
  )
}
