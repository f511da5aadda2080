import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What a network does to a stream: `halves` lets half of the next piece through, and then cuts. */
export type Weather = 'passes' | 'delays' | 'drops' | 'halves' | 'swallows'

/** Milliseconds. */
const delay = 40

/** A network between an agent and its broker. */
export interface WeakLink {
  readonly port: number
  /** For the connections there are, and those to come. */
  turn(weather: Weather): void
  close(): void
}

export async function openWeakLink(to: number): Promise<WeakLink> {
  let weather: Weather = 'passes'
  const open = new Set<Socket>()
  const carry = (from: Socket, onward: Socket) => {
    open.add(from)
    from.on('data', (piece: Buffer) => {
      switch (weather) {
        case 'passes':
          onward.write(piece)
          break
        case 'delays':
          setTimeout(() => onward.write(piece), delay)
          break
        case 'halves':
          onward.end(piece.subarray(0, Math.floor(piece.length / 2)), () => from.destroy())
          break
        case 'drops':
          from.destroy()
          break
        case 'swallows':
      }
    })
    from.on('error', () => from.destroy())
    from.on('close', () => {
      open.delete(from)
      if (weather !== 'swallows') onward.end()
    })
  }
  const server = createServer((client) => {
    if (weather === 'drops') {
      client.destroy()
      return
    }
    const onward = connect(to, '127.0.0.1')
    carry(client, onward)
    carry(onward, client)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    turn(next) {
      weather = next
      if (weather === 'drops') for (const socket of open) socket.destroy()
    },
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
