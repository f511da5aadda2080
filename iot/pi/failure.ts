/** It could not be done, for a reason that people can do something about. Neither text holds a secret. */
export class PiFailure extends Error {
  override readonly name = 'Failure'
  /** What to do about it, in a sentence. */
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.remedy = remedy
  }
}
