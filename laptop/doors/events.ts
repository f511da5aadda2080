import { json, Refused, type Whole } from './door-reply.ts'
import { BadEvent, busEventFrom } from '@andon/local-cloud/services/eventbridge/event.ts'
import type { Laptop } from '../laptop.ts'

/** Puts one event, or an array of them, on the default bus: all of them, or none when one is malformed. */
export function putEvents(laptop: Laptop, body: unknown): Whole {
  const events: readonly unknown[] = Array.isArray(body) ? body : [body]
  for (const [index, event] of events.entries()) {
    refuseMalformed(event, Array.isArray(body) ? `Event [${index}] of the array` : 'The event')
  }
  for (const event of events) laptop.put(event)
  return json(202, { accepted: events.length })
}

function refuseMalformed(event: unknown, which: string): void {
  try {
    busEventFrom(event)
  } catch (error) {
    if (!(error instanceof BadEvent)) throw error
    throw new Refused(
      400,
      `${which} cannot be put on the bus. ${error.message}.`,
      'Nothing of this request was accepted. Send the event as AWS delivers it (id, detail-type, source, account, ' +
        'time, region, resources, detail), and send all of it again. For an alarm, POST /local/alarms/<name> makes one.',
    )
  }
}
