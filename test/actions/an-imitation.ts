import type { HttpsReply, SdkClientClass, SdkCommand, Session } from '../../functions/actions/api-call.ts'

/** An AWS service as one action sees it: what it answers to each operation, and what there is. */
export interface Imitation {
  readonly answers: Readonly<Record<string, (request: any) => unknown>>
  /** What there is now: equal texts when nothing has changed. */
  readonly state: () => unknown
}

interface Faults {
  /** The nth call, from 1: it fails before it is carried out, or its answer is lost. */
  readonly at: number
  readonly when: 'before' | 'after'
  readonly error: Error
}

/** A call that was made, and what came back. */
export interface Exchange {
  readonly Client: SdkClientClass
  readonly operation: string
  readonly request: unknown
  readonly answer: unknown
}

/** Calls go to the imitation; `made` names their operations in order, `exchanges` has those that were answered. */
export function sessionWith({ answers }: Imitation, fault?: Faults) {
  const made: string[] = []
  const exchanges: Exchange[] = []
  const answerTo = (operation: string, request: unknown) => {
    made.push(operation)
    if (fault?.when === 'before' && fault.at === made.length) throw fault.error
    const answered = answers[operation]
    if (answered === undefined) throw new Error(`the imitation knows no ${operation}`)
    return answered(request)
  }
  const loseAnswer = () => {
    if (fault?.when === 'after' && fault.at === made.length) throw fault.error
  }
  const session: Session = {
    async send(Client, command) {
      const operation = operationOf(command)
      const answer = answerTo(operation, command.input)
      exchanges.push({ Client, operation, request: command.input, answer })
      loseAnswer()
      return answer
    },
    async https(request) {
      const answer = answerTo('HttpsRequest', request) as HttpsReply
      loseAnswer()
      return answer
    },
  }
  return { session, made, exchanges }
}

export const operationOf = (command: SdkCommand<unknown, unknown>) => command.constructor.name.replace(/Command$/, '')

/** As the SDK throws it. */
export const awsError = (name: string, message: string) => Object.assign(new Error(message), { name })
