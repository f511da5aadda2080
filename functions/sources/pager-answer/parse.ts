import * as z from 'zod/mini'
import { clip } from '../../domain/clip.ts'
import { incidentOfPagerKey } from '../../domain/pager-key.ts'
import type { ParsedMessage } from '../../domain/parsed-message.ts'

const said = z.object({
  detail: z.object({
    log_entries: z.array(
      z.object({
        id: z.string().check(z.minLength(1), z.maxLength(128)),
        agent: z.object({ type: z.string(), summary: z._default(z.string(), '') }),
      }),
    ),
    incident: z.object({ incident_key: z.nullish(z.string()) }),
  }),
})

/**
 * PagerDuty's event of an incident that somebody answered there. Who resolves it there has seen it, too; whether it is
 * over, its alarm says. Nothing for what our own telling did, and for incidents that are no Andon's; of another Andon's,
 * which may share the service, the table tells. Throws `ZodError`.
 */
export function fromPagerEvent(event: unknown): ParsedMessage {
  const { log_entries: entries, incident } = said.parse(event).detail
  const id = incidentOfPagerKey(incident.incident_key ?? '')
  const person = entries.find(({ agent }) => agent.type === 'user_reference')
  if (id === undefined) return { kind: 'nothing', because: 'not-ours' }
  if (person === undefined) return { kind: 'nothing', because: 'no-person' }
  const by = `${clip(person.agent.summary.trim() || 'somebody', 50)} (PagerDuty)`
  return { kind: 'answer', incident: id, by, via: 'bus', id: person.id, ifOurs: true }
}
