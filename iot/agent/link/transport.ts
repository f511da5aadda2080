import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Way } from './broker-address.ts'
import { packetCutter } from './packet-cutter.ts'
import type { TlsIdentity } from './tls-identity.ts'

/** A stream of MQTT packets to and from the broker, none of them too long. */
export function openTransport(way: Way, identity: TlsIdentity): Duplex {
  return guarded(way.isSecure ? connectSecurely(way, identity) : connectPlain({ host: way.host, port: way.port }))
}

/** Trusts only the authority in `identity`, whatever the environment says. */
export function connectSecurely({ host, port, alpn }: Way, { context }: TlsIdentity): TLSSocket {
  return connectTls({
    host,
    port,
    secureContext: context,
    ...(isIP(host) === 0 && { servername: host }),
    // Explicit: otherwise an environment variable could switch it off.
    rejectUnauthorized: true,
    ...(alpn !== undefined && { ALPNProtocols: [alpn] }),
  })
}

function guarded(socket: Socket): Duplex {
  const cut = packetCutter()
  // A pull must not wait until the report before it is confirmed.
  socket.setNoDelay(true)
  const stream = new Duplex({
    read: () => void socket.resume(),
    write: (chunk, encoding, done) => void socket.write(chunk, encoding, done),
    // The client writes a packet in many pieces: send them as one.
    writev: (pieces, done) => void socket.write(Buffer.concat(pieces.map(({ chunk }) => chunk)), done),
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (chunk: Buffer) => {
    try {
      if (!stream.push(cut(chunk))) socket.pause()
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  })
  socket.on('end', () => stream.push(null))
  // Read what came before the end first.
  stream.on('end', () => stream.destroy())
  socket.on('close', () => socket.readableEnded || stream.destroy())
  socket.on('error', (error) => stream.destroy(error))
  return stream
}
