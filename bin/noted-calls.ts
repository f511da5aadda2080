type Next<Call, Answer> = (call: Call) => Promise<Answer>

/** As much of an SDK client's middleware stack as is needed here. */
interface MiddlewareStack<Call, Answer> {
  add(
    middleware: (next: Next<Call, Answer>, context: { readonly commandName?: string }) => Next<Call, Answer>,
    options: { readonly step: 'initialize'; readonly name: string },
  ): void
}

const failed = new WeakMap<Error, string>()

/** Remembers, for every error of this client, which call it came from. */
export function noteCalls<Call, Answer>(service: string, stack: MiddlewareStack<Call, Answer>): void {
  stack.add(
    (next, { commandName = '' }) =>
      async (call) => {
        try {
          return await next(call)
        } catch (error) {
          if (error instanceof Error) failed.set(error, `${service}:${commandName.replace(/Command$/, '')}`)
          throw error
        }
      },
    { step: 'initialize', name: 'noteCalls' },
  )
}

/** The call that an error came from, as IAM names it (`iot:AttachPolicy`), if it came from one. */
export const callOf = (error: Error): string | undefined => failed.get(error)
