import type { Cancel, CloudClock } from '../../clock.ts'
import type { StoredMessage } from './message.ts'

/** Tells listeners when messages have become visible, also when that is for no other reason than the time. */
export class Visibility {
  readonly #clock: CloudClock
  readonly #all: () => Iterable<StoredMessage>
  readonly #listeners = new Set<() => void>()
  #alarm: { readonly at: number; readonly cancel: Cancel } | undefined
  #telling = false

  constructor(clock: CloudClock, all: () => Iterable<StoredMessage>) {
    this.#clock = clock
    this.#all = all
    this.note(all())
  }

  /** Takes notice of messages that are new or changed. */
  note(messages: Iterable<StoredMessage>): void {
    const now = this.#clock.now()
    for (const { visibleAt } of messages) {
      if (visibleAt <= now) this.tell()
      else this.#wakeBy(visibleAt)
    }
  }

  /** Later, because a listener must not work inside whatever transaction this is part of. */
  tell(): void {
    if (this.#telling) return
    this.#telling = true
    queueMicrotask(() => {
      this.#telling = false
      for (const listener of this.#listeners) listener()
    })
  }

  onVisible(listener: () => void): Cancel {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#alarm?.cancel()
    this.#listeners.clear()
  }

  #wakeBy(time: number): void {
    if (this.#alarm !== undefined && this.#alarm.at <= time) return
    this.#alarm?.cancel()
    this.#alarm = { at: time, cancel: this.#clock.at(time, () => this.#wake()) }
  }

  #wake(): void {
    this.#alarm = undefined
    this.note(this.#all())
  }
}
