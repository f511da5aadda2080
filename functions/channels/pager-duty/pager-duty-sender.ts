import * as z from 'zod/mini'
import { clip } from '../../domain/clip.ts'
import { Unusable } from '../../domain/place.ts'
import type { NotTold, Sender, Sending } from '../sender.ts'
import { pagerDutyMessage } from './pager-duty-message.ts'

/** Other channels share the invocation, and the queue tries again. Milliseconds. */
const patience = 8_000

/** "invalid event", and what of it is invalid. */
const answer = z.object({ status: z.optional(z.string()), errors: z.optional(z.array(z.string())) })

/**
 * @param key the service's integration key
 * @param host of the Events API
 * @param name ours
 */
export function pagerDutySender(
  key: () => Promise<string>,
  host: string,
  name: string,
): Extract<Sender, { can: 'page' }> {
  const send = async (event: object): Promise<Sending> => {
    try {
      const body = JSON.stringify({ routing_key: (await key()).trim(), ...event })
      return await meaningOf(await posted(`${host}/v2/enqueue`, body), name)
    } catch (error) {
      if (error instanceof Unusable) return { kind: 'blocked', because: error.message }
      throw error
    }
  }
  return {
    can: 'page',
    trigger: (dedupKey, message) =>
      send({ event_action: 'trigger', dedup_key: dedupKey, ...pagerDutyMessage(message) }),
    settle: (dedupKey, is) =>
      send({ event_action: is === 'resolved' ? 'resolve' : 'acknowledge', dedup_key: dedupKey }),
  }
}

/** Its answer, or why none came: the connection failed, or took too long. */
async function posted(url: string, body: string): Promise<Response | string> {
  const headers = { 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(patience)
  try {
    return await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal })
  } catch (error) {
    return `it gave no answer (${clip(String(error), 100)})`
  }
}

/** By PagerDuty's table: 202 is taken; 429 and 5xx pass; all others of 4xx are the event's or the key's fault. */
async function meaningOf(response: Response | string, name: string): Promise<Sending> {
  if (typeof response === 'string') return outOfOrder(response)
  const { status } = response
  if (status === 202) return { kind: 'told' }
  if (status === 429) return { kind: 'later', because: `PagerDuty asks to wait (${status})` }
  if (status >= 500) return outOfOrder(`it answered ${status}`)
  const errors = await errorsOf(response)
  const because = `PagerDuty says ${status} for ${name}${errors === '' ? '' : `: ${errors}`}`
  if (status === 401 || status === 403 || /routing[_ ]key/i.test(errors)) {
    return { kind: 'blocked', because: `${because}: ${newKey}; what is due is told then` }
  }
  if (status === 400 && errors !== '')
    return { kind: 'refused', because: `${because}: it will never take this message` }
  return { kind: 'later', because, doubtful: true }
}
const newKey = 'put the integration key of a service into its parameter'

async function errorsOf(response: Response): Promise<string> {
  try {
    const { errors = [] } = answer.parse(await response.json())
    return clip(errors.join('; '), 200)
  } catch {
    // A proxy's page, or a body that was cut off: its status says enough.
    return ''
  }
}

const outOfOrder = (why: string): NotTold => ({
  kind: 'later',
  because: `PagerDuty cannot be reached or is out of order: ${why}`,
})
