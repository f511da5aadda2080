import { z } from 'zod'
import { isMachines } from '../../functions/domain/incident.ts'
import { whyUndecided } from '../../functions/domain/why-undecided.ts'
import { json, Refused, type Whole } from './door-reply.ts'
import { readAs } from './body.ts'
import type { Laptop } from '../laptop.ts'

const reason = z
  .string()
  .trim()
  .min(1, 'say why, or leave it out')
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'a reason has no control characters')
  .optional()
const plan = z.string().regex(/^[0-9a-f]{16}$/, 'no plan of an incident')

const decisions = {
  approve: z.strictObject({ plan }),
  refuse: z.strictObject({ plan, reason }),
  run: z.strictObject({ plan }),
}
export type DecisionVerb = keyof typeof decisions

/** Who the laptop's owner is, in the words of timelines. */
const ownersName = 'owner'

/** Asks the API to decide about a plan. What would come to nothing is refused here, in words: the API only says "taken". */
export async function decideByApi(laptop: Laptop, verb: DecisionVerb, id: string, body: unknown): Promise<Whole> {
  const said = readAs(decisions[verb], body, `${id} cannot be decided like this`, 'Send { "plan": of the incident }.')
  const incident = await found(laptop, id)
  const why = whyUndecided(incident, verb, said.plan, ownersName)
  if (why !== undefined) throw new Refused(409, `${id}: ${why}.`, 'GET /local/incidents shows what is asked.')
  return asked(laptop, `/incidents/${encodeURIComponent(id)}/${verb}`, said)
}

/** Asks the API to undo what was done for an incident. */
export async function undoByApi(laptop: Laptop, id: string, body: unknown): Promise<Whole> {
  readAs(z.strictObject({}), body, `${id} cannot be undone like this`, 'Send {}.')
  const incident = await found(laptop, id)
  const remedy = 'GET /local/incidents shows what was done.'
  if (isMachines(incident)) throw new Refused(409, `A machine is at ${id} now.`, remedy)
  if (incident.undoable.length === 0) throw new Refused(409, `There is nothing to undo of ${id}.`, remedy)
  return asked(laptop, `/incidents/${encodeURIComponent(id)}/undo`, {})
}

/** Asks the API to stop or start a line. */
export async function actOnLine(laptop: Laptop, act: 'stop' | 'start', line: string, body: unknown): Promise<Whole> {
  const cannot = `The line ${line} cannot be ${act === 'stop' ? 'stopped' : 'started'} like this`
  const said = readAs(z.strictObject({ reason }), body, cannot, 'Send { "reason": why }, or {}.')
  return asked(laptop, `/lines/${encodeURIComponent(line)}/${act}`, said)
}

/** Asks the API to restore the trust in a playbook that was put down. */
export async function restoreByApi(laptop: Laptop, playbook: string, body: unknown): Promise<Whole> {
  const cannot = `The trust in ${playbook} cannot be restored like this`
  const said = readAs(z.strictObject({ reason }), body, cannot, 'Send { "reason": why }, or {}.')
  const all = await laptop.playbooks()
  const demotion = all.find(({ name }) => name === playbook)?.ladder.demotion
  if (demotion === undefined || demotion === 'unreadable') {
    const down = all.flatMap(({ name, ladder }) => (ladder.demotion === undefined ? [] : [name])).join(', ') || 'none'
    throw new Refused(409, `The playbook "${playbook}" was not put down.`, `Those that were: ${down}.`)
  }
  return asked(laptop, `/incidents/${encodeURIComponent(demotion.incident)}/restore`, { playbook, ...said })
}

const switching = z.strictObject({ line: z.string().optional(), reason })

/** Sets the switch that stops the machines, of all lines or of one. */
export async function switchMachines(laptop: Laptop, to: 'stop' | 'start', body: unknown): Promise<Whole> {
  const remedy = 'Send { "line": its name, "reason": why }, or {} for all machines.'
  const { line, reason: why } = readAs(switching, body, 'The machines cannot be switched like this', remedy)
  const { lines } = await laptop.lines()
  if (line !== undefined && !lines.some(({ name }) => name === line)) {
    const names = lines.map(({ name }) => name).join(', ')
    throw new Refused(404, `There is no line "${line}".`, `The lines are: ${names}.`)
  }
  const because = `by ${ownersName}${why === undefined ? '' : `: ${why}`}`
  await laptop.setMachines(line, to === 'stop' ? because : undefined)
  return json(202, { machines: to === 'stop' ? 'stopped' : 'run', ...(line !== undefined && { line }) })
}

async function found(laptop: Laptop, id: string) {
  const incident = (await laptop.incidents()).find((one) => one.id === id)
  if (incident !== undefined) return incident
  throw new Refused(404, `There is no incident "${id}".`, 'GET /local/incidents lists them, with their ids.')
}

/** In the API's own words, whatever they are. */
async function asked(laptop: Laptop, path: string, body: object): Promise<Whole> {
  const { status, message } = await laptop.askApi(path, body)
  if (status === 202) return json(202, { taken: path })
  if (status === 429) throw new Refused(429, 'The API gets too many requests just now.', 'Try again in a moment.')
  if (status >= 500) throw new Error(`the API failed (${status}: ${message})`)
  throw new Refused(status, `The API refuses: ${message}.`, 'andon.config.ts says who may.')
}
