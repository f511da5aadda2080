import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Path of the actions of a team's own that go with a config: the `andon.actions.ts` beside it, or else the one of this
 * project.
 * @param config path of the `andon.config.ts`
 */
export function actionsFile(config: string): string {
  const beside = join(dirname(config), 'andon.actions.ts')
  return existsSync(beside) ? beside : join(import.meta.dirname, '../andon.actions.ts')
}
