import type { SenderParts } from './channel-kind.ts'
import { type Channel, kindOf } from './registry.ts'
import type { Sender } from './sender.ts'
import { own } from '../domain/own.ts'

/** Each channel's sender, opened when it is first needed; `undefined` for an unknown channel. */
export function openChannels(channels: Readonly<Record<string, Channel>>, parts: Omit<SenderParts, 'name'>) {
  const opened = new Map<string, Promise<Sender>>()
  return async (name: string): Promise<Sender | undefined> => {
    const channel = own(channels, name)
    if (channel === undefined) return undefined
    const sender = opened.get(name) ?? kindOf(channel).open(channel, { ...parts, name })
    opened.set(name, sender)
    return sender
  }
}
