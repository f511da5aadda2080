import { z } from 'zod'
import { json, Refused, type Whole } from './door-reply.ts'
import { readAs } from './body.ts'
import { personsName } from './persons-name.ts'
import type { IncidentView, Laptop } from '../laptop.ts'

const answering = z.strictObject({ by: personsName })

/** Says on the bus that somebody has answered the call of an incident. */
export async function answerCall(laptop: Laptop, id: string, body: unknown): Promise<Whole> {
  const { by } = readAs(answering, body, `The call of ${id} cannot be answered like this`, 'Send { "by": your name }.')
  const incident = (await laptop.incidents()).find((one) => one.id === id)
  if (incident === undefined) {
    throw new Refused(404, `There is no incident "${id}".`, 'GET /local/incidents lists them, with their ids.')
  }
  refuseUncalled(incident)
  await laptop.answerCall(id, by)
  return json(202, { incident: id, by })
}

function refuseUncalled({ id, state }: IncidentView): void {
  const remedy = 'GET /local/incidents shows the state of each.'
  if (state === 'resolved') throw new Refused(409, `${id} is resolved already: nobody is called any more.`, remedy)
  if (state === 'working') throw new Refused(409, `Nobody is called for ${id}: a machine is working on it.`, remedy)
}
