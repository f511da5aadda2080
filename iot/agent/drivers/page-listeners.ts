import type { ServerResponse } from 'node:http'

/** A Pi serves a wall or two. */
const most = 16
/** A screen that takes nothing any more is let go once so much waits for it: it would show what is long past. Bytes. */
const mostWaiting = 16 * 1024

/** The screens that hear what the light does. */
export class PageListeners {
  readonly #all = new Set<ServerResponse>()

  /** Whether there is no room for one more. */
  get isFull(): boolean {
    return this.#all.size >= most
  }

  /** @param events as a browser's EventSource reads them, to begin with */
  add(response: ServerResponse, events: string): void {
    this.#all.add(response)
    response.on('close', () => this.#all.delete(response))
    response.write(events)
  }

  say(events: string): void {
    for (const response of this.#all) {
      if (response.writableLength > mostWaiting) response.destroy()
      else response.write(events)
    }
  }
}
