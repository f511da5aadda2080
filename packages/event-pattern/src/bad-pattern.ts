/** A pattern that EventBridge would refuse. `path` leads to the bad part: `detail.state.value[0]`. */
export class BadPattern extends Error {
  override readonly name = 'BadPattern'
  readonly path: string

  constructor(path: string, problem: string) {
    super(path === '' ? problem : `${path}: ${problem}`)
    this.path = path
  }
}
