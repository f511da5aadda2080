/** An error as an AWS service answers it. `extra` is merged into the body (e.g. `CancellationReasons`). */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  readonly extra: Readonly<Record<string, unknown>>
  constructor(code: string, message: string, status = 400, extra: Readonly<Record<string, unknown>> = {}) {
    super(message)
    this.name = code
    this.code = code
    this.status = status
    this.extra = extra
  }
}
