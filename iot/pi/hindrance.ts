/** What keeps us from going on, and what can be done about it. Neither holds a secret. */
export class Hindrance extends Error {
  override readonly name = 'Hindrance'
  readonly todo: string

  constructor(what: string, todo: string) {
    super(what)
    this.todo = todo
  }
}
