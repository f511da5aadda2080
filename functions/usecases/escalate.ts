import { type CallForPeople, isUnanswered, secondsLeft } from '../domain/call-for-people.ts'
import type { Duration } from '../domain/duration.ts'
import { escalated } from '../domain/incident-changes.ts'
import type { Clock, Incidents } from '../ports.ts'
import { record } from './record.ts'
import type { Steps } from './steps.ts'
import { own } from '../domain/own.ts'

export interface EscalatePorts {
  readonly incidents: Incidents
  readonly clock: Clock
  /** Lines by name. */
  readonly lines: Readonly<Record<string, { readonly answerWithin?: Duration }>>
}

/** 'no-limit': it may stay unanswered for ever; 'answered': or resolved, or there is a more urgent call. */
export interface Escalated {
  readonly ended: 'no-limit' | 'answered' | 'stopped'
}

/**
 * Waits for an answer to one call for help, and stops the line when none comes in time. That is a new call, and the
 * line's channels tell people of it.
 */
export async function escalate(ports: EscalatePorts, steps: Steps, call: CallForPeople): Promise<Escalated> {
  const within = own(ports.lines, call.line)?.answerWithin
  if (call.state !== 'help' || within === undefined) return { ended: 'no-limit' }
  const seconds = await steps.step('how long', async () => secondsLeft(call, within, ports.clock.now()))
  await steps.wait('wait for an answer', { seconds })
  const ended = await steps.step('stop the line', async () => {
    const { state } = await record(ports, call.incident, (incident, now) =>
      // Of a call that was answered and made anew there is another run.
      isUnanswered(incident, call) ? escalated(incident, within, now) : undefined,
    )
    return state === 'stop' ? 'stopped' : 'answered'
  })
  return { ended }
}
