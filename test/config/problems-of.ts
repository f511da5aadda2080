import { catalogueOf } from '../../functions/actions/catalogue.ts'
import { BadConfig, parseAndon } from '../../functions/config/parse-andon.ts'

const catalogue = await catalogueOf()

/** What is wrong with a config. */
export function problemsOf(config: unknown): readonly string[] {
  try {
    parseAndon(config, catalogue)
    return []
  } catch (error) {
    if (error instanceof BadConfig) return error.problems
    throw error
  }
}
