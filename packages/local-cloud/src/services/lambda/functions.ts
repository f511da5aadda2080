/** The functions, as event sources, rules and topic rules reach them. ARNs may carry a version or an alias. */
export interface Functions {
  /** Waits for the answer. Rejects with `FunctionFailed`. */
  invoke(arn: string, payload: unknown): Promise<unknown>
  /** Accepts and returns; retried as Lambda retries, then sent to the function's dead-letter queue or destination. */
  invokeLater(arn: string, payload: unknown, options?: { readonly durableExecutionName?: string }): void
}

export class FunctionFailed extends Error {
  readonly errorType: string
  constructor(errorType: string, message: string) {
    super(message)
    this.name = 'FunctionFailed'
    this.errorType = errorType
  }
}
