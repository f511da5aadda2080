import type { ChannelKind } from './channel-kind.ts'
import { pagerDutyKind } from './pager-duty/pager-duty-kind.ts'
import { slackKind } from './slack/slack-kind.ts'
import { snsKind } from './sns/sns-kind.ts'
import type { SnsChannel } from './sns/sns.ts'
import { snsTopicKind } from './sns-topic/sns-topic-kind.ts'

/** Every kind of channel there is, by its name in andon.config.ts. One more is a folder beside these and a line here. */
export const channelKinds = { slack: slackKind, sns: snsKind, snsTopic: snsTopicKind, pagerDuty: pagerDutyKind }

type SettingsOf<Kind> = Kind extends ChannelKind<infer Settings> ? Settings : never
/** One channel of any kind. */
export type Channel = SettingsOf<(typeof channelKinds)[keyof typeof channelKinds]>
/** Of a kind that a platform team writes. */
export type ChannelConfig = Exclude<Channel, SnsChannel>

const kinds: Readonly<Record<Channel['kind'], ChannelKind<Channel>>> = channelKinds

export const kindOf = ({ kind }: Channel): ChannelKind<Channel> => kinds[kind]
