import * as z from 'zod/mini'
import type { Act, Start } from '../../domain/act.ts'
import { clip } from '../../domain/clip.ts'
import { instant } from '../../domain/instant.ts'
import type { ParsedMessage, ParsedPull } from '../../domain/parsed-message.ts'
import { principalInWords } from './principal-in-words.ts'

const id = z.string().check(z.minLength(1), z.maxLength(128))
/** ARN of whoever signed the request. */
const by = z.string().check(z.startsWith('arn:'))

const incident = z.string().check(z.maxLength(64))

const act = z.discriminatedUnion('act', [
  z.object({ act: z.literal('resolve'), incident, reason: z.string(), by, id }),
  z.object({ act: z.enum(['approve', 'run']), incident, plan: z.string(), by, id }),
  z.object({ act: z.literal('refuse'), incident, plan: z.string(), reason: z.string(), by, id }),
  z.object({ act: z.literal('undo'), incident, by, id }),
  z.object({
    act: z.enum(['stop', 'start']),
    line: z.string().check(z.maxLength(64)),
    at: z.string(),
    reason: z.string(),
    by,
    id,
  }),
  z.object({ act: z.literal('restore'), incident, playbook: z.string(), reason: z.string(), by, id }),
])
const message = z.object({ detail: act })

/** What the API says of an act, as it puts it into the queue. */
export type ApiAct = z.infer<typeof act>

/** An act that came by the API. Throws `ZodError`. */
export function fromApiAct(event: unknown): Extract<ParsedMessage, Act | Start> | ParsedPull {
  const said = message.parse(event).detail
  const who = { id: said.id, by: clip(principalInWords(said.by), 64), via: 'api' } as const
  switch (said.act) {
    case 'resolve':
      return { kind: 'resolve', incident: said.incident, reason: clip(said.reason, 200), ...who }
    case 'approve':
    case 'run':
      return { kind: said.act, incident: said.incident, plan: said.plan, ...who }
    case 'refuse':
      return { kind: 'refuse', incident: said.incident, plan: said.plan, reason: clip(said.reason, 200), ...who }
    case 'restore': {
      const { incident, playbook, reason } = said
      return { kind: 'restore', incident, playbook: clip(playbook, 64), reason: clip(reason, 200), ...who }
    }
    case 'undo':
      return { kind: 'undo', incident: said.incident, ...who }
    case 'stop': {
      const reason = clip(said.reason, 200)
      // As on the bus, on which the same cord is pulled: in whole seconds, that neither seems older than the other.
      const at = instant(Math.floor(Date.parse(said.at) / 1000) * 1000)
      const from = { kind: 'line', line: said.line } as const
      return { kind: 'pull', from, click: 'LONG', at, ...(reason !== '' && { reason }), ...who }
    }
    case 'start':
      return { kind: 'start', line: said.line, at: instant(new Date(said.at)), reason: clip(said.reason, 200), ...who }
  }
}
