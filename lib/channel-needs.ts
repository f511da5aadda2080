import type { ChannelNeed, SecretNeed } from '../functions/channels/channel-kind.ts'
import { allChannels } from '../functions/channels/line-channels.ts'
import { kindOf } from '../functions/channels/registry.ts'
import type { AndonConfig } from '../functions/config/define-andon.ts'

/** What the stack has to give to the config's channels, each once. */
export interface ChannelNeeds {
  readonly secrets: readonly SecretNeed[]
  /** Lines whose SNS topic is told, by their names in the config. */
  readonly topicsOf: readonly string[]
  /** ARNs of topics that are the teams' own. */
  readonly topics: readonly string[]
  /** EventBridge partners' buses, by their names. */
  readonly partnerBuses: readonly string[]
}

export function channelNeeds(config: AndonConfig): ChannelNeeds {
  const needs: ChannelNeed[] = Object.values(allChannels(config)).flatMap((channel) => kindOf(channel).needs(channel))
  const secrets = needs.flatMap((need) => (need.kind === 'secret' ? [[need.parameter, need] as const] : []))
  const lines = needs.flatMap((need) => (need.kind === 'line-topic' ? [need.line] : []))
  const topics = needs.flatMap((need) => (need.kind === 'topic' ? [need.arn] : []))
  const partnerBuses = needs.flatMap((need) => (need.kind === 'partner-events' ? [need.bus] : []))
  return {
    secrets: [...new Map(secrets).values()],
    topicsOf: [...new Set(lines)],
    topics: [...new Set(topics)],
    partnerBuses: [...new Set(partnerBuses)],
  }
}
