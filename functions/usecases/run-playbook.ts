import type { PlaybookConfig } from '../config/define-andon.ts'
import { handOver } from './hand-over.ts'
import { type ActionsOfRun, type PlaybookPorts } from './what-it-would-do.ts'
import type { Rules } from '../domain/guards/guard-facts.ts'
import type { Steps } from './steps.ts'
import { type Suggested, suggest } from './suggest.ts'
import { type UndoBecause, type Undone, undoTries } from './undo-tries.ts'
import { type Ran, tryCountermeasures } from './try-countermeasures.ts'
import { own } from '../domain/own.ts'

/** One attempt of one playbook at one incident; or at undoing what it did. */
export interface Run {
  readonly incident: string
  readonly playbook: string
  readonly undo?: UndoBecause
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
  const { incident, playbook: name } = run
  const rules = (line: string) => rulesOf(name, line)
  const ports = () => {
    const actions = actionsOf(run)
    return { ...guarded, actions, protection: actions.protection, playbook: name, rules }
  }
  if (run.undo !== undefined) return undoTries(ports(), steps, incident, run.undo)
  const playbook = own(playbooks, name)
  if (playbook === undefined) {
    const because = `andon.config.ts no longer has the playbook ${name}`
    return { ended: await steps.step('hand over', () => handOver(guarded, incident, because)), tried: 0 }
  }
  return run.suggest
    ? suggest(ports(), steps, incident, playbook)
    : tryCountermeasures(ports(), steps, incident, playbook)
}
