import { firstName, type Was } from '../domain/line-names.ts'
import type { Channel, ChannelConfig } from './registry.ts'
import { snsChannelName } from './sns/sns.ts'

interface Config {
  readonly lines: Readonly<Record<string, LineChannels>>
  readonly channels: Readonly<Record<string, ChannelConfig>>
}

interface LineChannels {
  readonly channels: readonly string[]
  readonly was?: Was
}

/** Names of all channels that are told of a line: those that it names, and its own SNS topic. */
export const channelsOfLine = (name: string, line: LineChannels): string[] => [
  ...line.channels,
  snsChannelName(firstName(name, line)),
]

/** Every channel there is, by name. */
export const allChannels = ({ lines, channels }: Config): Readonly<Record<string, Channel>> => ({
  ...channels,
  ...Object.fromEntries(
    Object.entries(lines)
      .map(([name, line]) => firstName(name, line))
      .map((line) => [snsChannelName(line), { kind: 'sns', line }]),
  ),
})
