import type { Catalogue } from '../functions/actions/catalogue.ts'
import type { AndonConfig } from '../functions/config/define-andon.ts'
import { channelNeeds } from './channel-needs.ts'
import { playbookPolicies, roleNames } from './playbook-policy.ts'
import { readConfig } from './read-config.ts'

/** A config with what the stack makes of it, as far as an explanation names that. */
export interface ExplainedConfig {
  readonly config: AndonConfig
  readonly actions: Catalogue
  /** Of the playbooks, by name, without the region in which they end. */
  readonly roles: Readonly<Record<string, string>>
  /** EventBridge partners' buses on which rules listen. */
  readonly partnerBuses: readonly string[]
}

/** Rejects with `BadConfig`. @param file path of the `andon.config.ts` */
export async function readExplained(file: string): Promise<ExplainedConfig> {
  const { config, actions } = await readConfig(file)
  const { partnerBuses } = channelNeeds(config)
  return { config, actions, roles: roleNames(playbookPolicies(config, actions)), partnerBuses }
}
