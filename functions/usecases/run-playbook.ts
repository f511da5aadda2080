import type { PlaybookConfig } from '../config/define-andon.ts'
import { type Actions, handOver, type PlaybookPorts } from './countermeasure.ts'
import type { Steps } from './steps.ts'
import { type UndoBecause, type Undone, undoTries } from './undo-tries.ts'
import { type Ran, tryCountermeasures } from './try-countermeasures.ts'
import { own } from '../domain/own.ts'

/** One attempt of one playbook at one incident; or at undoing what it did. */
export interface Run {
  readonly incident: string
  readonly playbook: string
  readonly undo?: UndoBecause
}

export interface RunPorts extends Omit<PlaybookPorts, 'actions'> {
  /** By their names in the config. */
  readonly playbooks: Readonly<Record<string, PlaybookConfig>>
  /** What the playbook's own role may do, for this incident. */
  readonly actionsOf: (run: Run) => Actions
}

/**
 * Calls people when this version has no such playbook: it was renamed or removed just after the incident was opened.
 */
export async function runPlaybook(
  { playbooks, actionsOf, ...ports }: RunPorts,
  steps: Steps,
  run: Run,
): Promise<Ran | Undone> {
  const { incident, playbook: name, undo } = run
  if (undo !== undefined) return undoTries({ ...ports, actions: actionsOf(run) }, steps, incident, undo)
  const playbook = own(playbooks, name)
  if (playbook !== undefined) {
    return tryCountermeasures({ ...ports, actions: actionsOf(run) }, steps, incident, playbook)
  }
  const because = `andon.config.ts no longer has the playbook ${name}`
  return { ended: await steps.step('hand over', () => handOver(ports, incident, because)), tried: 0 }
}
