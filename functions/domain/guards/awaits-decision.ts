import type { Guard } from './guard.ts'

/** Who was asked whether the machine may go on has not said so yet. */
export const awaitsDecision: Guard = {
  name: 'awaits-decision',
  judge: ({ incident }) =>
    incident.state === 'approval'
      ? { kind: 'hold', because: 'a person must decide', until: { kind: 'decision' } }
      : { kind: 'act' },
}
