import type { Folded } from '../../domain/fold.ts'
import { Unusable } from '../../domain/place.ts'
import type { Incoming, Settled } from '../../domain/settle.ts'
import type { Not } from './explanation.ts'
import type { KnownFacts } from './known.ts'

type Because = Extract<Settled, { kind: 'ignore' | 'note' }>['because']

const reasons: Readonly<Record<Because, string>> = {
  stale: 'it is older than what was heard last of it',
  repeated: 'this very change was heard before',
  'no-data': 'an alarm without data opens nothing',
  'nothing-open': 'nothing is open that it could end',
  'not-due': 'it is too early to close it',
  'already-open': 'an incident is open for it already; only the time of the newest change is kept',
  resolved: 'the incident is resolved',
  'nobody-asked': 'nobody is asked for a decision',
  'another-plan': 'something else is asked by now',
  'same-person': 'who started it may not approve it',
  'machine-at-work': 'a machine is at work on it',
  'nothing-to-undo': 'there is nothing to undo',
  'nobody-called': 'nobody is called',
  'answered-already': 'somebody has answered already',
  'not-demoted': 'the playbook is not put down',
  'failed-again': 'the playbook has failed anew since',
  unreadable: 'nobody can tell whether the playbook is put down',
  'not-stopped': 'it stops nothing',
  'stopped-since': 'it was stopped anew since',
  'not-ours': 'the incident is none of this Andon',
}

/** Why it changes nothing; `undefined` where it changes something. */
export function whyNothing(incoming: Incoming, folded: Folded, { table }: KnownFacts): Not | undefined {
  if (table === undefined && 'incident' in incoming && !('key' in incoming)) {
    return { not: `whether ${incoming.incident} is open was not asked: needs the table` }
  }
  if (folded.kind === 'failed') {
    const { error } = folded
    if (error instanceof Unusable) return { not: `it goes to the dead letters: ${error.message}` }
    throw error
  }
  const { settled } = folded
  if (settled.kind === 'change') return undefined
  const because = reasons[settled.because]
  return { not: table === undefined ? `${because}, as far as is known without the table` : because }
}
