import { Throttled } from '../actions/failure.ts'
import type { Countermeasure, PlaybookConfig } from '../config/define-andon.ts'
import { toSeconds } from '../domain/duration.ts'
import {
  act,
  type Acted,
  begin,
  type Begun,
  finish,
  goOn,
  keptFromActing,
  lookAgain,
  notDone,
} from './countermeasure.ts'
import { notClearedInWords } from '../domain/run-changes.ts'
import type { Incident, Objection } from '../domain/incident.ts'
import { finishBegun } from './finish-begun.ts'
import { goOnOnceAllowed } from './go-on-once-allowed.ts'
import { handOver } from './hand-over.ts'
import { type StepOptions, type Steps, unlessFailed } from './steps.ts'
import type { PlaybookPorts, ReadyToAct } from './what-it-would-do.ts'

/** How the machine's part ended, after how many countermeasures. */
export interface Ran {
  readonly ended: 'over' | 'handed-over'
  readonly tried: number
}

/**
 * Tries one countermeasure after the other until the incident is resolved, then calls people. Whatever goes wrong on
 * the way is a countermeasure that failed: the next may help, and in the end people are called. A light that says a
 * machine is at it while none is would be a lie.
 */
export async function tryCountermeasures(
  ports: PlaybookPorts,
  steps: Steps,
  incident: string,
  { title, countermeasures }: PlaybookConfig,
): Promise<Ran> {
  const run: RunInProgress = { ports, steps, incident, onceAllowed: goOnOnceAllowed(ports, steps, incident) }
  for (const [nth, countermeasure] of countermeasures.entries()) {
    const ended = await tryOut(run, nth, countermeasure)
    if (ended !== undefined) return { ended, tried: nth }
  }
  const tried = countermeasures.length
  const what = tried === 1 ? 'its only countermeasure' : `all ${tried} countermeasures`
  const because = (still: Incident) => `${title} tried ${what} and ${notClearedInWords(still)}`
  return { ended: await steps.step('hand over', () => handOver(ports, incident, because, 'through')), tried }
}

interface ToPeople {
  readonly because: string
  readonly expired?: true
  readonly against?: readonly Objection[]
}

interface RunInProgress {
  readonly ports: PlaybookPorts
  readonly steps: Steps
  readonly incident: string
  readonly onceAllowed: ReturnType<typeof goOnOnceAllowed>
}

/** @returns how the playbook ends here; `undefined` when the next countermeasure is due */
async function tryOut(
  run: RunInProgress,
  nth: number,
  countermeasure: Countermeasure,
): Promise<Ran['ended'] | undefined> {
  const { ports, steps, incident, onceAllowed } = run
  const { do: action } = countermeasure
  const called = `${nth + 1} ${action.action}`
  const toPeople = ({ because, expired, against }: ToPeople) =>
    steps.step(`${called}: hand over`, () => handOver(ports, incident, because, expired ? 'expired' : 'held', against))

  const begun = await onceAllowed<Exclude<Begun, { kind: 'hold' }>>(`${called}: begin`, (name) =>
    unlessFailed<Begun>(
      () => steps.step(name, () => begin(ports, incident, nth, countermeasure)),
      (because) => ({ kind: 'impossible', because }),
    ),
  )
  if (begun.kind === 'over') return 'over'
  if (begun.kind === 'people') return toPeople(begun)

  const acted = await (begun.kind === 'impossible'
    ? keptFromActing(begun.because)
    : actToTheEnd(run, nth, countermeasure, begun, called))
  if (acted.kind === 'people') return toPeople(acted)
  // Nothing was done, so there is nothing to wait for.
  const wait = acted.failed || begun.kind !== 'act' ? undefined : (countermeasure.wait ?? begun.wait)
  const proof = wait && { proof: toSeconds(wait) }
  await steps.step(`${called}: end`, () => finish(ports, incident, nth, action, { ...acted, ...proof }))
  if (wait !== undefined) await steps.wait(`${called}: wait for the alarm`, wait)
  return undefined
}

/** What AWS did not even take can always be tried again. */
const patienceFor = ({ atMostOnce }: ReadyToAct): StepOptions => ({
  tries: 3,
  ...(atMostOnce && { onlyAfter: (error: Error) => error instanceof Throttled }),
})

async function actToTheEnd(
  { ports, steps, incident, onceAllowed }: RunInProgress,
  nth: number,
  { do: action, wait }: Countermeasure,
  ready: ReadyToAct,
  called: string,
) {
  const first = `${called}: act`
  const proof = toSeconds(wait ?? ready.wait)
  const acted = await onceAllowed<Exclude<Acted, { kind: 'hold' }>>(first, (name) =>
    unlessFailed<Acted>(async () => {
      if (name !== first) {
        // It has waited, maybe for a day: somebody may have done it by hand, and then undoing would undo their work.
        const still = await steps.step(`${name}: look again`, () => lookAgain(ports, incident, nth, action))
        if (still.kind === 'impossible') return keptFromActing(still.because)
      }
      return steps.step(name, () => act(ports, incident, nth, action, ready, proof), patienceFor(ready))
    }, notDone),
  )
  if (acted.kind !== 'unfinished') return acted
  return finishBegun(acted, steps, called, () => goOn(ports, incident, nth, action, ready, proof))
}
