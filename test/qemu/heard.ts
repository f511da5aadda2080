import type { LampTrouble } from '../../iot/agent/drivers/driver.ts'

/** What a driver calls back with, to be waited for in the order in which it came. */
export class Heard<Word> {
  readonly #words: Word[] = []
  #wake = () => {}

  readonly hear = (word: Word): void => {
    this.#words.push(word)
    this.#wake()
  }

  async next(): Promise<Word> {
    while (this.#words.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve))
    return this.#words.shift()!
  }

  /** What came and was not waited for. */
  get rest(): readonly Word[] {
    return this.#words
  }
}

/** For what must not be lost. */
export const neverLost = (trouble: LampTrouble) => {
  throw trouble
}
