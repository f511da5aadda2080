import type { ServerResponse } from 'node:http'
import type { Cancel, CloudClock } from '@andon/local-cloud/clock.ts'
import type { Stream } from './door-reply.ts'

/** At most ten states a second: more than an eye can follow, and every one of them costs a look at everything. */
const pause = 100
/** So that a page can tell "nothing new" from "nobody there". A page waits 12 s before it gives us up. */
const beatEvery = 5000

export interface ChangesProps {
  readonly state: () => Promise<unknown>
  readonly clock: CloudClock
  readonly log: (what: string, error: unknown) => void
}

/** Server-sent events: the state at once, and again whenever it has changed (milliseconds as above). */
export class Changes {
  readonly #props: ChangesProps
  /** Who listens, and what each was told last. */
  readonly #listeners = new Map<ServerResponse, string>()
  #soonest = 0
  #isDue = false
  #isTelling = false
  #cancelTelling: Cancel = () => {}
  #cancelBeat: Cancel = () => {}

  constructor(props: ChangesProps) {
    this.#props = props
    this.#beat()
  }

  readonly answer: Stream = {
    kind: 'stream',
    type: 'text/event-stream',
    begin: (response) => {
      this.#listeners.set(response, '')
      response.on('close', () => this.#listeners.delete(response))
      // A page that could not keep up gets the newest state once there is room for it.
      response.on('drain', this.changed)
      this.changed()
    },
  }

  /** To be called when the state may have changed. */
  readonly changed = (): void => {
    if (this.#isDue || this.#listeners.size === 0) return
    this.#isDue = true
    if (!this.#isTelling) this.#arm()
  }

  close(): void {
    this.#cancelTelling()
    this.#cancelBeat()
    for (const response of this.#listeners.keys()) response.end()
    this.#listeners.clear()
  }

  #arm(): void {
    this.#cancelTelling = this.#props.clock.at(this.#soonest, () => void this.#tell())
  }

  async #tell(): Promise<void> {
    this.#isDue = false
    this.#isTelling = true
    try {
      const text = JSON.stringify(await this.#props.state())
      for (const [response, told] of this.#listeners) if (text !== told) this.#send(response, text)
    } catch (error) {
      this.#props.log('the console page cannot be told the state', error)
      // No page may go on showing the last state: one that is cut off says so and comes back.
      for (const response of this.#listeners.keys()) response.destroy()
    } finally {
      this.#isTelling = false
      this.#soonest = this.#props.clock.now() + pause
      if (this.#isDue) this.#arm()
    }
  }

  #send(response: ServerResponse, text: string): void {
    if (response.writableNeedDrain) return
    this.#listeners.set(response, text)
    response.write(`event: state\ndata: ${text}\n\n`)
  }

  #beat(): void {
    const { clock } = this.#props
    this.#cancelBeat = clock.at(clock.now() + beatEvery, () => {
      for (const response of this.#listeners.keys()) response.write('event: beat\ndata: .\n\n')
      this.#beat()
    })
  }
}
