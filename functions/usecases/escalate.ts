import { type Call, isUnanswered, secondsLeft } from '../domain/call.ts'
import type { Duration } from '../domain/duration.ts'
import { escalated } from '../domain/incident-changes.ts'
import type { Clock, Incidents, LineTopics } from '../ports.ts'
import { existing, record } from './record.ts'
import { StepFailed, type Steps } from './steps.ts'

export interface EscalatePorts {
  readonly incidents: Incidents
  readonly clock: Clock
  readonly topics: LineTopics
  /** Lines by name. */
  readonly lines: Readonly<Record<string, { readonly title: string; readonly answerWithin?: Duration }>>
}

/** 'told': there is nothing to wait for; 'answered': or resolved, or there is a more urgent call. */
export interface Escalated {
  readonly ended: 'told' | 'answered' | 'stopped'
}

/**
 * Tells a line's people of one call. A call for help is then waited out: when nobody has answered it by then, the line
 * stops. That is a call of its own, which is told in the same way by a run of its own.
 */
export async function escalate(ports: EscalatePorts, steps: Steps, call: Call): Promise<Escalated> {
  let failed: StepFailed | undefined
  try {
    if ((await steps.step('tell', () => tell(ports, call))) === 'answered') return { ended: 'answered' }
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    // That mail does not go out is no reason to let the call lie. It is said at the end, to the dead letters.
    failed = error
  }
  const ended = await waitOut(ports, steps, call)
  if (failed !== undefined) throw failed
  return { ended }
}

async function waitOut(ports: EscalatePorts, steps: Steps, call: Call): Promise<Escalated['ended']> {
  const within = ports.lines[call.line]?.answerWithin
  if (call.state !== 'help' || within === undefined) return 'told'
  const seconds = await steps.step('how long', async () => secondsLeft(call, within, ports.clock.now()))
  await steps.wait('wait for an answer', { seconds })
  return steps.step('stop the line', async () => {
    const { state } = await record(ports, call.incident, (incident, now) => escalated(incident, within, now))
    return state === 'stop' ? 'stopped' : 'answered'
  })
}

async function tell({ incidents, topics, lines }: EscalatePorts, call: Call): Promise<'told' | 'answered'> {
  const incident = await existing(incidents, call.incident)
  if (!isUnanswered(incident, call)) return 'answered'
  const line = lines[call.line]
  if (line !== undefined) await topics.publish({ call, incident, line })
  return 'told'
}
