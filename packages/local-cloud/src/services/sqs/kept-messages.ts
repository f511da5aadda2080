import type { Activity } from '../../activity.ts'
import type { Cancel, CloudClock } from '../../clock.ts'
import { AwsError } from '../../aws-error.ts'
import type { StoredMessage } from './message.ts'
import { Visibility } from './visibility.ts'
import type { Collection, Store } from '../../store.ts'

interface KeptMessagesOptions {
  readonly name: string
  readonly store: Store
  readonly clock: CloudClock
  readonly activity: Activity
  /** Deleting a message may let others go that it held back. */
  readonly inOrder: boolean
}

/** A queue's messages, oldest first. Each change is kept before it is seen. */
export class QueueMessages {
  readonly #name: string
  readonly #store: Store
  readonly #activity: Activity
  readonly #inOrder: boolean
  readonly #kept: Collection<StoredMessage>
  readonly #messages: Map<string, StoredMessage>
  readonly #visibility: Visibility
  #lastSequence: number
  #consumed = false
  #endActivity: (() => void) | undefined

  constructor({ name, store, clock, activity, inOrder }: KeptMessagesOptions) {
    this.#name = name
    this.#store = store
    this.#activity = activity
    this.#inOrder = inOrder
    this.#kept = store.collection(`sqs/messages/${name}`)
    this.#messages = new Map(this.#kept.entries())
    this.#visibility = new Visibility(clock, () => this.#messages.values())
    this.#lastSequence = Number([...this.#messages.keys()].at(-1) ?? 0)
  }

  all(): StoredMessage[] {
    return [...this.#messages.values()]
  }

  /** The message of this receipt, unless it is gone or was received again since. Throws `AwsError`. */
  find(receipt: string): StoredMessage | undefined {
    const [sequence = '', id = ''] = receipt.split('.')
    if (!/^\d{20}$/.test(sequence) || id === '') {
      throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${receipt}" is not valid.`)
    }
    const message = this.#messages.get(sequence)
    return message?.receipt === receipt ? message : undefined
  }

  /** 20 digits: later also sorts later as text. */
  nextSequence(): string {
    return String(++this.#lastSequence).padStart(20, '0')
  }

  write(messages: readonly StoredMessage[]): void {
    this.#store.together(() => {
      for (const message of messages) this.#kept.put(message.sequence, message)
    })
    for (const message of messages) this.#messages.set(message.sequence, message)
    this.#visibility.note(messages)
    this.#count()
  }

  delete(messages: readonly StoredMessage[]): void {
    this.#store.together(() => {
      for (const { sequence } of messages) this.#kept.delete(sequence)
    })
    for (const { sequence } of messages) this.#messages.delete(sequence)
    if (this.#inOrder) this.#visibility.tell()
    this.#count()
  }

  /** From now on the queue counts as something open while it holds a message. */
  consume(): void {
    this.#consumed = true
    this.#count()
  }

  onVisible(listener: () => void): Cancel {
    return this.#visibility.onVisible(listener)
  }

  close(): void {
    this.#visibility.close()
  }

  #count(): void {
    if (this.#consumed && this.#messages.size > 0) {
      this.#endActivity ??= this.#activity.begin(`queue ${this.#name}`)
    } else {
      this.#endActivity?.()
      this.#endActivity = undefined
    }
  }
}
