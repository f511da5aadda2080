import type { ServerResponse } from 'node:http'

/** The most screens for one light. */
const most = 16
/** When so much waits for a screen that takes nothing any more, we drop it: it would show old states. Bytes. */
const mostWaiting = 16 * 1024

/** The screens that show the light. */
export class PageListeners {
  readonly #all = new Set<ServerResponse>()

  /** Whether no more screens are allowed. */
  get isFull(): boolean {
    return this.#all.size >= most
  }

  /** @param events the first events, as a browser's EventSource reads them */
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
