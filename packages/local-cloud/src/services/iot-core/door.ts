import { once } from 'node:events'
import { type Server, type Socket } from 'node:net'

/** Where nobody but this machine comes from. */
export const loopback = '127.0.0.1'

/** A way into the broker. */
export interface BrokerDoor {
  readonly port: number
  /** Cuts off every client that is still there, also those that have not yet said who they are. */
  close(): Promise<void>
}

/** @param port 0 takes any free one. Rejects with EADDRINUSE when it is taken. */
export async function openBrokerDoor(server: Server, port: number, address = loopback): Promise<BrokerDoor> {
  const inside = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    inside.add(socket)
    socket.once('close', () => inside.delete(socket))
  })
  await once(server.listen(port, address), 'listening')
  const taken = server.address()
  return {
    port: typeof taken === 'object' && taken !== null ? taken.port : port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of inside) socket.destroy()
      await closed
    },
  }
}
