import { ssmMachines } from '../../functions/adapters/ssm-machines.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { Maintenance } from '../../functions/domain/maintenance.ts'
import type { Switched, Window } from './facts.ts'
import { NoAnswer, type Turns } from './turns.ts'

/** What people set for machines to read: who may act at all, and when people work on a line. */
export class Switches {
  readonly switched: Switched[] = []
  readonly windows: Window[] = []
  readonly #turns: Turns

  constructor(turns: Turns) {
    this.#turns = turns
  }

  /** As the real adapter reads and remembers it. */
  readMachines() {
    const client = { send: async ({ input }: { input: { Names: string[] } }) => this.#parameters(input.Names) }
    return ssmMachines(client as never, () => this.#turns.now)
  }

  maintenanceOf(line: string): Maintenance {
    const last = this.windows.findLast((one) => one.line === line && one.until > this.#turns.now)
    return last === undefined
      ? { kind: 'none' }
      : { kind: 'until', because: 'people work on it', at: instant(last.until) }
  }

  #parameters(names: readonly string[]) {
    const now = (scope: string) => this.switched.findLast((one) => one.scope === scope)?.to ?? 'run'
    const all = ['all', names[1]?.split('/').at(-1) ?? ''].map(now)
    if (all.includes('unreadable')) throw new NoAnswer('SSM is not there')
    return { Parameters: all.flatMap((to, nth) => (to === 'run' ? [] : [{ Name: names[nth], Value: to }])) }
  }
}
