import * as z from 'zod/mini'
import type { ActByApi, Start, Stop } from '../domain/act.ts'

// What the body of each act must be, and the act that it makes. All throw `ZodError`.

export type LineAct = Stop | Start
export type IncidentAct = Exclude<ActByApi, LineAct>

type Who = Pick<ActByApi, 'by' | 'via'> & { readonly requestId: string }
type OnIncident = Who & Pick<IncidentAct, 'incident'>
type OnLine = Who & Pick<LineAct, 'line' | 'at'>

const aLine = (most: number) =>
  z
    .string('a text is missing')
    .check(z.trim())
    .check(z.minLength(1, 'a text is missing'))
    .check(z.maxLength(most, `at most ${most} characters`))
    .check(z.regex(/^\P{Cc}*$/u, 'one line, without control characters'))

/** The same for every attempt to send this one act; the request's own where it is missing. */
const id = z.exactOptional(aLine(128))
/** As the incident names what it asks for or suggests. */
const aPlan = z.string('the plan is missing').check(z.regex(/^[0-9a-f]{16}$/, 'no plan of an incident'))
const onAPlan = z.strictObject({ plan: aPlan, id })
/** People in a hurry need give no reason. */
const maybeReason = z.strictObject({ reason: z._default(aLine(200), ''), id })

export const incidentActs: Readonly<Record<IncidentAct['kind'], (body: unknown, parts: OnIncident) => IncidentAct>> = {
  resolve(body, { requestId, ...parts }) {
    const said = z.parse(z.strictObject({ reason: aLine(200), id }), body)
    return { kind: 'resolve', id: requestId, ...said, ...parts }
  },
  approve(body, { requestId, ...parts }) {
    return { kind: 'approve', id: requestId, ...z.parse(onAPlan, body), ...parts }
  },
  refuse(body, { requestId, ...parts }) {
    const said = z.parse(z.strictObject({ plan: aPlan, reason: z._default(aLine(200), ''), id }), body)
    return { kind: 'refuse', id: requestId, ...said, ...parts }
  },
  run(body, { requestId, ...parts }) {
    return { kind: 'run', id: requestId, ...z.parse(onAPlan, body), ...parts }
  },
  restore(body, { requestId, ...parts }) {
    const form = z.strictObject({ playbook: aLine(32), reason: z._default(aLine(200), ''), id })
    return { kind: 'restore', id: requestId, ...z.parse(form, body), ...parts }
  },
  undo(body, { requestId, ...parts }) {
    return { kind: 'undo', id: requestId, ...z.parse(z.strictObject({ id }), body), ...parts }
  },
}

export const lineActs: Readonly<Record<LineAct['kind'], (body: unknown, parts: OnLine) => LineAct>> = {
  stop(body, { requestId, ...parts }) {
    return { kind: 'stop', id: requestId, ...z.parse(maybeReason, body), ...parts }
  },
  start(body, { requestId, ...parts }) {
    return { kind: 'start', id: requestId, ...z.parse(maybeReason, body), ...parts }
  },
}
