interface Message {
  readonly topic: string
  readonly payload: string
  /** When it was heard, by `performance.now()`. */
  readonly at: number
}
type IsIt = (topic: string, payload: string) => boolean

/** What has been heard, and can be waited for also when it came before one began to wait. */
export class Said {
  #messages: Message[] = []
  #waiting: { readonly isIt: IsIt; readonly found: (message: Message) => void }[] = []

  readonly add = (topic: string, payload: string): void => {
    const message = { topic, payload, at: performance.now() }
    this.#messages.push(message)
    const found = this.#waiting.filter(({ isIt }) => isIt(topic, payload))
    this.#waiting = this.#waiting.filter((each) => !found.includes(each))
    for (const each of found) each.found(message)
  }

  /** Whatever was said until now does not count any more. */
  forget(): void {
    this.#messages = []
  }

  first(isIt: IsIt): Promise<Message> {
    const known = this.#messages.find(({ topic, payload }) => isIt(topic, payload))
    if (known !== undefined) return Promise.resolve(known)
    return new Promise((found) => this.#waiting.push({ isIt, found }))
  }
}
