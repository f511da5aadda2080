import { createServer, type Server, type TLSSocket } from 'node:tls'
import { type IotRegistry } from '../iot-registry/iot-registry.ts'

export interface TlsServerProps {
  readonly registry: IotRegistry
  /** Where it will listen: what its certificate is for. IPv4. */
  readonly address: string
  /** Takes a connection that showed an active certificate of the registry. */
  readonly admit: (socket: TLSSocket, certificateId: string) => void
  readonly log: (line: string) => void
}

/**
 * As AWS IoT Core on 8883: TLS 1.2 or 1.3, a client certificate, and ALPN `x-amzn-mqtt-ca` for clients that ask for it.
 * Other than there, Server Name Indication is not asked for: an address is no name.
 */
export function createTlsServer({ registry, address, admit, log }: TlsServerProps): Server {
  const { authority, certificates } = registry
  const { certificate: cert, key } = authority.certifyServer(address)
  const options = { cert, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true }
  const server = createServer(
    // Small messages back to back would else wait 40 ms for each other (Nagle).
    { ...options, minVersion: 'TLSv1.2', ALPNProtocols: ['x-amzn-mqtt-ca'], noDelay: true },
    (socket) => {
      const id = certificateIdOf(socket)
      const status = id === undefined ? undefined : certificates.get(id)?.status
      if (id !== undefined && status === 'ACTIVE') return admit(socket, id)
      log(`A TLS connection is refused: its certificate ${id ?? ''} is ${status ?? 'not registered'}`)
      socket.destroy()
    },
  )
  server.on('tlsClientError', (error) => log(`A TLS connection is refused: ${error.message}`))
  return server
}

/** SHA-256 of its DER, in lower-case hex. */
const certificateIdOf = (socket: TLSSocket) =>
  socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase()
