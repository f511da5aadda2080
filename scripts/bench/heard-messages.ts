interface Message {
  readonly topic: string
  readonly payload: string
  /** When it was heard, by `performance.now()`. */
  readonly at: number
}
type IsIt = (topic: string, payload: string) => boolean

/** The messages that were heard. One can also wait for a message that came before. */
export class HeardMessages {
  #messages: Message[] = []
  #waiting: { readonly isIt: IsIt; readonly found: (message: Message) => void }[] = []

  readonly add = (topic: string, payload: string): void => {
    const message = { topic, payload, at: performance.now() }
    this.#messages.push(message)
    const found = this.#waiting.filter(({ isIt }) => isIt(topic, payload))
    this.#waiting = this.#waiting.filter((each) => !found.includes(each))
    for (const each of found) each.found(message)
  }

  /** Messages until now do not count any more. */
  forget(): void {
    this.#messages = []
  }

  first(isIt: IsIt): Promise<Message> {
    const known = this.#messages.find(({ topic, payload }) => isIt(topic, payload))
    if (known !== undefined) return Promise.resolve(known)
    return new Promise((found) => this.#waiting.push({ isIt, found }))
  }
}
