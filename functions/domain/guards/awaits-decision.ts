import type { Guard } from './guard.ts'

/** A person was asked whether the machine may go on, and has not decided yet. */
export const awaitsDecision: Guard = {
  name: 'awaits-decision',
  judge: ({ incident }) =>
    incident.state === 'approval'
      ? { kind: 'hold', because: 'a person must decide', until: { kind: 'decision' } }
      : { kind: 'act' },
}
