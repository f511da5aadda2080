import type { DescribedGuard } from './guard.ts'

/** A person was asked whether the machine may go on, and has not decided yet. */
export const awaitsDecision: DescribedGuard = {
  name: 'awaits-decision',
  objectsWhen: 'a person was asked, and has not decided yet',
  unlessTold: 'until the decision, or its time is over',
  judge: ({ incident }) =>
    incident.state === 'approval'
      ? { kind: 'hold', because: 'a person must decide', until: { kind: 'decision' } }
      : { kind: 'act' },
}
