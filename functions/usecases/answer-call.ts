import { type Answer, answered, type Answered } from '../domain/answer.ts'
import { Unusable } from '../domain/place.ts'
import type { Clock, Incidents } from '../ports.ts'
import { NoSuchIncident, record } from './record.ts'

/** Writes down who answered a call, so that its light stops flashing. Rejects with `Unusable` for no incident of ours. */
export async function answerCall(
  ports: { readonly incidents: Incidents; readonly clock: Clock },
  answer: Answer,
): Promise<Answered> {
  let result: Answered | undefined
  try {
    await record(ports, answer.incident, (incident, now) => {
      result = answered(incident, answer, now)
      return result.kind === 'change' ? result.change : undefined
    })
  } catch (error) {
    if (!(error instanceof NoSuchIncident)) throw error
  }
  if (result !== undefined) return result
  throw new Unusable(
    `there is no incident ${JSON.stringify(answer.incident)}; name it as the field "incident" of Andon's events does`,
  )
}
