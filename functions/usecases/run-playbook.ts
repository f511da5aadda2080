import type { PlaybookConfig } from '../config/define-andon.ts'
import { handOver } from './hand-over.ts'
import { type ActionsOfRun, type PlaybookPorts } from './what-it-would-do.ts'
import type { Rules } from '../domain/guards/guard-facts.ts'
import { StepFailed, type Steps, unlessFailed } from './steps.ts'
import { type Suggested, suggest } from './suggest.ts'
import type { UndoBecause } from './undo-one.ts'
import { type Undone, undoTries } from './undo-tries.ts'
import { type Ran, tryCountermeasures } from './try-countermeasures.ts'
import { own } from '../domain/own.ts'

/** One attempt of one playbook at one incident; or at undoing what it did. */
export interface Run {
  readonly incident: string
  readonly playbook: string
  /** Counts from 1; missing in runs that an earlier version of this code started. */
  readonly attempt?: number
  readonly undo?: UndoBecause
  /** Of an undoing: of the incident, with which it came to be due. Missing as the attempt may be. */
  readonly version?: number
  /** It only says what it would do. */
  readonly suggest?: true
}

export interface RunPorts extends Omit<PlaybookPorts, 'actions' | 'protection' | 'playbook' | 'rules'> {
  /** By their names in the config. */
  readonly playbooks: Readonly<Record<string, PlaybookConfig>>
  /** What the playbook's own role may do, for this incident. */
  readonly actionsOf: (run: Run) => ActionsOfRun
  /** What the config says of a playbook on a line. */
  readonly rulesOf: (playbook: string, line: string) => Rules
}

/**
 * Calls people when this version has no such playbook: it was renamed or removed just after the incident was opened.
 */
export async function runPlaybook(
  { playbooks, actionsOf, rulesOf, ...guarded }: RunPorts,
  steps: Steps,
  run: Run,
): Promise<Ran | Undone | Suggested> {
  const { incident, playbook: name, attempt, version } = run
  const rules = (line: string) => rulesOf(name, line)
  const asRun = { ...guarded, ...(attempt !== undefined && { attempt }) }
  const ports = () => {
    const actions = actionsOf(run)
    return { ...asRun, actions, protection: actions.protection, playbook: name, rules }
  }
  if (run.undo !== undefined) return undoTries(ports(), steps, incident, { because: run.undo, version })
  const playbook = own(playbooks, name)
  if (playbook === undefined) {
    const because = `andon.config.ts no longer has the playbook ${name}`
    return { ended: await steps.step('hand over', () => handOver(asRun, incident, because)), tried: 0 }
  }
  if (run.suggest) return suggest(ports(), steps, incident, playbook)
  try {
    return await tryCountermeasures(ports(), steps, incident, playbook)
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error
    return handOverAtLast(asRun, steps, incident, error)
  }
}

/** For a day: a minute each at first, then ten. */
const mostPauses = 150
const pauseBefore = (nth: number) => ({ minutes: nth <= 10 ? 1 : 10 })

/** The table did not answer for minutes: until it does, the light says that a machine is at it, and nobody is called. */
async function handOverAtLast(
  ports: Parameters<typeof handOver>[0],
  steps: Steps,
  incident: string,
  failed: StepFailed,
): Promise<Ran> {
  const because = `the playbook could not go on: ${failed.message}`
  for (let nth = 1; nth <= mostPauses; nth++) {
    await steps.wait(`pause ${nth}`, pauseBefore(nth))
    const handed = () => steps.step(`hand over, try ${nth}`, () => handOver(ports, incident, because), { tries: 1 })
    const ended = await unlessFailed<Ran['ended'] | undefined>(handed, () => undefined)
    if (ended !== undefined) return { ended, tried: 0 }
  }
  throw failed
}
