import type { SdkCommand, Session } from '../../functions/actions/api-call.ts'

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

/** Calls go to the imitation; `made` names their operations in order. */
export function sessionWith({ answers }: Imitation, fault?: Faults) {
  const made: string[] = []
  const session: Session = {
    async send(_, command) {
      const operation = operationOf(command)
      made.push(operation)
      if (fault?.when === 'before' && fault.at === made.length) throw fault.error
      const answer = answers[operation]
      if (answer === undefined) throw new Error(`the imitation knows no ${operation}`)
      const answered = answer(command.input)
      if (fault?.when === 'after' && fault.at === made.length) throw fault.error
      return answered
    },
  }
  return { session, made }
}

const operationOf = (command: SdkCommand<unknown, unknown>) => command.constructor.name.replace(/Command$/, '')

/** As the SDK throws it. */
export const awsError = (name: string, message: string) => Object.assign(new Error(message), { name })
