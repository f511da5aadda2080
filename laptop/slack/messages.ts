import { createHash } from 'node:crypto'
import { type CloudClock } from '@andon/local-cloud/clock.ts'
import { type Store } from '@andon/local-cloud/store.ts'

/** A message as the service holds it now. */
export interface SlackMessage {
  /** Seconds since 1970 with six decimals: the message's id within its channel. */
  readonly ts: string
  readonly text: string
  readonly blocks?: readonly unknown[] | undefined
  readonly metadata?: Metadata | undefined
  /** How often it has been changed since it was posted. */
  readonly edited: number
}
export interface Metadata {
  readonly event_type: string
  readonly event_payload: Readonly<Record<string, unknown>>
}
export type Content = Pick<SlackMessage, 'text' | 'blocks' | 'metadata'>

/** The messages of each channel, kept through restarts. */
export class SlackMessages {
  readonly #kept
  readonly #last
  readonly #clock: CloudClock

  constructor(store: Store, clock: CloudClock) {
    this.#kept = store.collection<SlackMessage>('slack-messages')
    this.#last = store.collection<number>('slack-last-ts')
    this.#clock = clock
  }

  /** The oldest first. */
  of(channel: string): SlackMessage[] {
    return this.#kept.entries(`${channel}/`).map(([, message]) => message)
  }

  get(channel: string, ts: string): SlackMessage | undefined {
    return this.#kept.get(`${channel}/${ts}`)
  }

  post(channel: string, content: Content): SlackMessage {
    const message = { ...content, ts: this.#nextTs(channel), edited: 0 }
    this.#kept.put(`${channel}/${message.ts}`, message)
    return message
  }

  change(channel: string, before: SlackMessage, content: Content): SlackMessage {
    const message = { ...content, ts: before.ts, edited: before.edited + 1 }
    this.#kept.put(`${channel}/${message.ts}`, message)
    return message
  }

  /** @returns whether it was there */
  remove(channel: string, ts: string): boolean {
    const key = `${channel}/${ts}`
    if (this.#kept.get(key) === undefined) return false
    this.#kept.delete(key)
    return true
  }

  /** Unlike any other of the channel, and later, even when the clock stands still. */
  #nextTs(channel: string): string {
    const micros = Math.max(this.#clock.now() * 1000, (this.#last.get(channel) ?? 0) + 1)
    this.#last.put(channel, micros)
    return `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`
  }
}

/** Channels by name, with or without '#', and by the id that Slack answers with. One may be known by its id alone. */
export class SlackChannels {
  readonly #byId: ReadonlyMap<string, string>

  constructor(names: readonly string[]) {
    this.#byId = new Map(names.map((name) => [idOf(bare(name)), bare(name)]))
  }

  byId(id: string): string | undefined {
    return this.#byId.has(id) ? id : undefined
  }

  byIdOrName(given: string): string | undefined {
    return this.byId(given) ?? this.byId(idOf(bare(given)))
  }
}

const bare = (name: string) => name.replace(/^#/, '')
/** The same for a name at each start, so that what was posted before a restart can still be changed. */
const idOf = (name: string) =>
  /^C[A-Z0-9]{8,}$/.test(name) ? name : `C${createHash('sha256').update(name).digest('hex').slice(0, 10).toUpperCase()}`
