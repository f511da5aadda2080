import { arnText } from '../../functions/actions/resource.ts'
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

/** The laptop's account. */
export const home = { partition: 'aws', region: 'eu-central-1', account: '000000000000' }

/** Calls go to the imitation; `made` names their operations in order, `exchanges` has those that were answered. */
export function sessionWith({ answers }: Imitation, fault?: Faults) {
  const made: string[] = []
  const exchanges: Exchange[] = []
  const answerTo = (operation: string, request: unknown, heard: (answer: unknown) => void = () => undefined) => {
    made.push(operation)
    if (fault?.when === 'before' && fault.at === made.length) throw fault.error
    const answered = answers[operation]
    if (answered === undefined) throw new Error(`the imitation knows no ${operation}`)
    const lost = fault?.when === 'after' && fault.at === made.length ? fault.error : undefined
    try {
      const answer = answered(request)
      heard(answer)
      if (lost === undefined) return answer
    } catch (error) {
      // An error is an answer too, and can be lost.
      throw lost ?? error
    }
    throw lost
  }
  const session: Session = {
    async send(Client, command) {
      const operation = operationOf(command)
      const { input: request } = command
      return answerTo(operation, request, (answer) => exchanges.push({ Client, operation, request, answer }))
    },
    async https(request) {
      return answerTo('HttpsRequest', request) as HttpsReply
    },
    arnOf: (resource) => arnText(resource, home),
  }
  return { session, made, exchanges }
}

export const operationOf = (command: SdkCommand<unknown, unknown>) => command.constructor.name.replace(/Command$/, '')

/** As the SDK throws it. */
export const awsError = (name: string, message: string) => Object.assign(new Error(message), { name })
