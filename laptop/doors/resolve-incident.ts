import { z } from 'zod'
import { json, Refused, type Whole } from './door-reply.ts'
import { readAs } from './body.ts'
import { personsName } from './persons-name.ts'
import type { Laptop } from '../laptop.ts'

const resolving = z.strictObject({
  by: personsName,
  reason: z
    .string()
    .trim()
    .min(1, 'say why it is over')
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'a reason has no control characters'),
})

/** Says by the API that an incident is over. */
export async function resolveIncident(laptop: Laptop, id: string, body: unknown): Promise<Whole> {
  const cannot = `${id} cannot be resolved like this`
  const { by, reason } = readAs(resolving, body, cannot, 'Send { "by": your name, "reason": why it is over }.')
  const incident = (await laptop.incidents()).find((one) => one.id === id)
  if (incident === undefined)
    throw new Refused(404, `There is no incident "${id}".`, 'GET /local/incidents lists them, with their ids.')
  if (incident.state === 'resolved')
    throw new Refused(409, `${id} is resolved already.`, 'GET /local/incidents shows the state of each.')
  await laptop.resolve(id, by, reason)
  return json(202, { incident: id, by, reason })
}
