import { compilePattern } from '@andon/event-pattern'
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { owner } from '@andon/local-cloud/caller.ts'
import { type AlarmChange, createCloudWatch } from '@andon/local-cloud/services/cloudwatch/cloudwatch.ts'
import { openStore } from '@andon/local-cloud/store.ts'
import { rule } from '../../functions/sources/cloudwatch-alarm/rule.ts'
import type { PassingTime } from './time.ts'
import { Truth } from './truth.ts'

/** What becomes of an event on its way: how many seconds each of its deliveries takes. None: it is lost. */
export type Fate = readonly number[]

const brought = compilePattern(rule.pattern)
const suppressor = 'maintenance'
export const composite = 'checkout-all'

/** The imitated CloudWatch of the laptop, with a bus in front of Andon that loses, doubles and delays. */
export class UnreliableCloudWatch {
  readonly truth = new Truth()
  calls = 0
  readonly #time: PassingTime
  readonly #deliver: (event: unknown) => Promise<void>
  readonly #cloudwatch
  readonly #muted = new Map<string, number>()
  #fate: Fate = []

  constructor(time: PassingTime, deliver: (event: unknown) => Promise<void>) {
    this.#time = time
    this.#deliver = deliver
    this.#cloudwatch = createCloudWatch(openStore(), time.cloud, (event) => this.#send(event))
  }

  set(name: string, change: AlarmChange, fate: Fate): void {
    this.#fate = fate
    this.#cloudwatch.setAlarm(name, { ...change, ...(name === composite && { suppressor }) })
    this.#note()
  }

  delete(name: string, fate: Fate): void {
    this.#fate = fate
    this.#cloudwatch.deleteAlarm(name)
    this.#muted.delete(name)
    this.#note()
  }

  /** No event says that it begins, nor that it ends. */
  mute(name: string, seconds: number): void {
    this.#cloudwatch.setAlarm(name, { muteSeconds: seconds })
    this.#muted.set(name, this.#time.now + seconds * 1000)
    this.#note()
    this.#time.after(seconds, () => this.#note())
  }

  /** The alarms of which nobody knows how they stand. */
  withoutData(): string[] {
    return this.#cloudwatch.alarms().flatMap(({ name, state }) => (state === 'INSUFFICIENT_DATA' ? name : []))
  }

  /** As the SDK's: each call takes a while, in which everything else goes on. */
  client(): CloudWatchClient {
    const send = async ({ constructor, input }: { constructor: { name: string }; input: object }) => {
      this.calls++
      const answer = await this.#cloudwatch.api.call(constructor.name.replace(/Command$/, ''), { ...input }, owner)
      await this.#time.pass(0.7)
      return answer
    }
    return { send } as unknown as CloudWatchClient
  }

  #send(event: unknown): void {
    if (!brought(event)) return
    for (const seconds of this.#fate) this.#time.after(seconds, () => this.#deliver(event))
  }

  #note(): void {
    const { now } = this.#time
    const all = new Map(this.#cloudwatch.alarms().map(({ name, state }) => [name, state]))
    const holds = (name: string) =>
      all.get(name) === 'ALARM' &&
      !((this.#muted.get(name) ?? 0) > now) &&
      !(name === composite && all.get(suppressor) === 'ALARM')
    for (const name of names) this.truth.note(name, holds(name), now)
  }
}

/** On the lines checkout and search; the suppressor is on none. */
export const names = ['checkout-5xx', 'checkout-latency', composite, 'search-latency', 'search-errors'] as const
export const all = [...names, suppressor] as const
