import { once } from 'node:events'
import type { Server } from 'node:net'

/** Another program listens on the port. The message names the port, the setting and the remedy. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken'
  readonly port: number
  readonly variable: string

  /** @param variable the environment variable that chooses this port */
  constructor(port: number, variable: string, options?: ErrorOptions) {
    super(
      `Port ${port} is taken. Choose another with ${variable}, for example ` +
        `"${variable}=${nextTo(port)} npm start", or end the program that holds it ("lsof -i :${port}" names it).`,
      options,
    )
    this.port = port
    this.variable = variable
  }
}

export interface ListeningPlace {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  /** The environment variable that chooses this port. */
  readonly variable: string
}

/** Resolves with the port once `server` listens. Rejects with `PortTaken`, or with what else is in the way. */
export async function listen(server: Server, { host, port, variable }: ListeningPlace): Promise<number> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    if (isTaken(error)) throw new PortTaken(port, variable, { cause: error })
    throw error
  }
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

const isTaken = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE'

const nextTo = (port: number) => (port < 65_535 ? port + 1 : port - 1)

/**
 * The `PortTaken` that an error amounts to, if it is about one of these ports.
 * @param ports environment variable → the port that it chose
 */
export function takenPort(error: unknown, ports: Readonly<Record<string, number>>): PortTaken | undefined {
  if (!isTaken(error) || typeof error !== 'object' || error === null || !('port' in error)) return undefined
  const { port } = error
  const [variable] = Object.entries(ports).find(([, chosen]) => chosen === port) ?? []
  return variable === undefined ? undefined : new PortTaken(Number(port), variable, { cause: error })
}
