import type { Channel, ChannelConfig } from './registry.ts'
import { snsChannelName } from './sns/sns.ts'

interface Config {
  readonly lines: Readonly<Record<string, { readonly channels: readonly string[] }>>
  readonly channels: Readonly<Record<string, ChannelConfig>>
}

/** Names of all channels that are told of a line: those that it names, and its own SNS topic. */
export const channelsOfLine = (line: string, { channels }: { readonly channels: readonly string[] }): string[] => [
  ...channels,
  snsChannelName(line),
]

/** Every channel there is, by name. */
export const allChannels = ({ lines, channels }: Config): Readonly<Record<string, Channel>> => ({
  ...channels,
  ...Object.fromEntries(Object.keys(lines).map((line) => [snsChannelName(line), { kind: 'sns', line }])),
})
