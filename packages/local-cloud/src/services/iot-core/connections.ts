import type { Aedes, Client } from 'aedes'
import type { CloudClock } from '../../clock.ts'

/** What is known of a client. Times in milliseconds since 1970. */
export type ConnectionState =
  | { readonly connected: true; readonly since: number; readonly clean: boolean; readonly client: Client }
  | { readonly connected: false; readonly since: number; readonly clean: boolean }

/** Milliseconds; AWS IoT Core forgets a client as long after it was lost. */
const remembered = 30 * 60_000

/** Who is connected to the broker, or was within the last half hour. */
export class Connections {
  readonly #clock: CloudClock
  /** Of those that are gone, the one that left first comes first. */
  readonly #standings = new Map<string, ConnectionState>()

  constructor(aedes: Aedes, clock: CloudClock) {
    this.#clock = clock
    aedes.on('connackSent', ({ returnCode }, client) => {
      if (returnCode !== 0 || client.closed) return
      this.#set(client.id, { connected: true, since: clock.now(), clean: client.clean, client })
    })
    aedes.on('clientDisconnect', ({ id, clean }) => this.#set(id, { connected: false, since: clock.now(), clean }))
  }

  get(clientId: string): ConnectionState | undefined {
    this.#forget()
    return this.#standings.get(clientId)
  }

  #set(clientId: string, standing: ConnectionState): void {
    this.#forget()
    this.#standings.delete(clientId)
    this.#standings.set(clientId, standing)
  }

  #forget(): void {
    for (const [clientId, { connected, since }] of this.#standings) {
      if (connected) continue
      if (since + remembered > this.#clock.now()) return
      this.#standings.delete(clientId)
    }
  }
}
