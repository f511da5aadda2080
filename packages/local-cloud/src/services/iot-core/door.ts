import { once } from 'node:events'
import { type Server, type Socket } from 'node:net'

/** A way into the broker, on 127.0.0.1. */
export interface BrokerDoor {
  readonly port: number
  /** Cuts off every client that is still there, also those that have not yet said who they are. */
  close(): Promise<void>
}

/** @param port 0 takes any free one. Rejects with EADDRINUSE when it is taken. */
export async function openBrokerDoor(server: Server, port: number): Promise<BrokerDoor> {
  const inside = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    inside.add(socket)
    socket.once('close', () => inside.delete(socket))
  })
  await once(server.listen(port, '127.0.0.1'), 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of inside) socket.destroy()
      await closed
    },
  }
}
