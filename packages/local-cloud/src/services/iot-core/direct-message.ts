import { EventEmitter } from 'node:events'
import type { Client } from 'aedes'
import { z } from 'zod'
import type { CloudClock } from '../../clock.ts'

export interface DirectMessage {
  readonly topic: string
  readonly payload: Uint8Array
}

/**
 * Writes a message to one client, whatever it is subscribed to, and queues it for nobody. aedes has no such thing, so
 * the packet is made here, and the acknowledgement is looked for among those that aedes reads.
 */
export function sendUnconfirmed(client: Client, message: DirectMessage): void {
  client.conn.write(publishPacket(message))
}

/**
 * As `sendUnconfirmed`, with QoS 1. Resolves with whether the client has acknowledged it.
 * @param patience milliseconds
 */
export function sendConfirmed(client: Client, message: DirectMessage, clock: CloudClock, patience: number) {
  const messageId = takeMessageId(client)
  const parser = parserOf(client)
  const acknowledgement = z.object({ cmd: z.literal('puback'), messageId: z.literal(messageId) })
  return new Promise<boolean>((resolve) => {
    const finish = (isConfirmed: boolean) => {
      cancel()
      parser.off('packet', onPacket)
      client.conn.off('close', onGone)
      resolve(isConfirmed)
    }
    const onPacket = (packet: unknown) => {
      if (acknowledgement.safeParse(packet).success) finish(true)
    }
    const onGone = () => finish(false)
    const cancel = clock.at(clock.now() + patience, () => finish(false))
    parser.on('packet', onPacket)
    client.conn.on('close', onGone)
    client.conn.write(publishPacket(message, messageId))
  })
}

/** Out of the row from which aedes takes its own, so that no acknowledgement can be meant for another message. */
function takeMessageId(client: Client): number {
  const next: unknown = Reflect.get(client, '_nextId')
  if (typeof next !== 'number') throw new Error('aedes does not number a client’s messages as it did')
  Reflect.set(client, '_nextId', next >= 65_535 ? 1 : next + 1)
  return next
}

function parserOf(client: Client): EventEmitter {
  const parser: unknown = Reflect.get(client, '_parser')
  if (!(parser instanceof EventEmitter)) throw new Error('aedes does not read a client’s packets as it did')
  return parser
}

/** MQTT 3.1.1, section 3.3. With a message id it is QoS 1, else QoS 0. */
function publishPacket({ topic, payload }: DirectMessage, messageId?: number): Buffer {
  const name = Buffer.from(topic)
  const id = messageId === undefined ? [] : [twoBytes(messageId)]
  const rest = Buffer.concat([twoBytes(name.length), name, ...id, payload])
  return Buffer.concat([Buffer.from([messageId === undefined ? 0x30 : 0x32, ...lengthBytes(rest.length)]), rest])
}

function twoBytes(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function lengthBytes(length: number): number[] {
  return length < 128 ? [length] : [128 + (length % 128), ...lengthBytes(Math.floor(length / 128))]
}
