import type { FollowUp } from '../domain/escalation.ts'
import { firstName, type Was } from '../domain/line-names.ts'
import type { Recipient } from '../domain/notice.ts'
import { own } from '../domain/own.ts'
import type { Channel, ChannelConfig } from './registry.ts'
import { snsChannelName } from './sns/sns.ts'

interface Config {
  readonly lines: Readonly<Record<string, LineChannels>>
  readonly channels: Readonly<Record<string, ChannelConfig>>
}

interface LineChannels extends FollowUp {
  readonly channels: readonly string[]
  readonly was?: Was
}

/** Names of the channels that are told of every call of a line: those that it names, and its own SNS topic. */
const ofEveryCall = (name: string, line: LineChannels): string[] => [
  ...line.channels,
  snsChannelName(firstName(name, line)),
]

/** Names of all channels that are told of a line: also those that are called level by level. */
export const channelsOfLine = (name: string, line: LineChannels): string[] => [
  ...new Set([...ofEveryCall(name, line), ...(line.escalation ?? []).map(({ tell }) => tell)]),
]

/** Of which calls a channel is told. @param lines by every name that they have or had */
export function recipientOn(lines: Readonly<Record<string, LineChannels>>, name: string, channel: string): Recipient {
  const line = own(lines, name)
  if (line === undefined) return { channel, onlyLevels: false }
  const { escalation = [], quiet } = line
  const isOfLevels = escalation.some(({ tell }) => tell === channel)
  return {
    channel,
    // The line's own topic by whichever name: it is told of every call, unless it is another line's that a level names.
    onlyLevels: isOfLevels && !ofEveryCall(name, line).includes(channel),
    ...(quiet !== undefined && { quiet }),
  }
}

/** Every channel there is, by name. */
export const allChannels = ({ lines, channels }: Config): Readonly<Record<string, Channel>> => ({
  ...channels,
  ...Object.fromEntries(
    Object.entries(lines)
      .map(([name, line]) => firstName(name, line))
      .map((line) => [snsChannelName(line), { kind: 'sns', line }]),
  ),
})
