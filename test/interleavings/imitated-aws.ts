import type { Plan } from '../../functions/actions/action.ts'
import { CannotAct, NotYet, Throttled } from '../../functions/actions/failure.ts'
import type { Actions } from '../../functions/usecases/what-it-would-do.ts'
import type { Execution } from './durable-runs.ts'
import { NoAnswer, type Process, type Turns } from './turns.ts'

/** One call that reached AWS, or was on its way there. Times in milliseconds. */
export interface Call {
  readonly execution: string
  readonly incident: string
  readonly playbook: string
  readonly action: string
  readonly resource: string
  readonly mark: string
  readonly isUndo: boolean
  /** What people were told that it would do. */
  readonly title: string
  readonly atMostOnce: boolean
  /** The step in which it was made: which one, and since when it ran. */
  readonly step: { readonly name: string; readonly seq: number; readonly at: number }
  readonly start: { readonly seq: number; readonly at: number }
  end?: { readonly seq: number; readonly at: number }
  /** Whether AWS took it. */
  taken: boolean
  /** It went on with what had begun. */
  readonly goesOn: boolean
}

export const inWords = ({ execution, isUndo, title, mark, start }: Call): string =>
  `${isUndo ? 'undo of ' : ''}${title} (${mark}) by ${execution} at turn ${start.seq}`

/** What AWS makes of a call. 'slow' and 'very-slow': it has begun, and takes a while. */
export const fates = ['done', 'throttled', 'lost', 'done-unheard', 'refused', 'slow', 'very-slow'] as const
export type Fate = (typeof fates)[number]

/** How often what has begun is to be called until it is done. */
const rounds: Partial<Record<Fate, number>> = { slow: 3, 'very-slow': 30 }

export const seconds = { redeploy: 300, reboot: 180 } as const
const isAtMostOnce = (action: string) => action === 'reboot'

/** Things that machines act on, and every act that was ever seen. */
export class ImitatedAws {
  readonly calls: Call[] = []
  /** Called when somebody looks at how things are. */
  onLook = () => {}
  readonly #turns: Turns
  readonly #fates: Fate[]
  readonly #as = new Map<string, number>()
  readonly #left = new Map<string, number>()

  /** @param fates of the calls, in order; beyond them all goes well */
  constructor(turns: Turns, its: readonly Fate[]) {
    this.#turns = turns
    this.#fates = [...its]
  }

  /** Somebody changes a thing by hand. */
  change(resource: string): void {
    this.#as.set(resource, (this.#as.get(resource) ?? 0) + 1)
  }

  actionsFor(process: Process, execution: Execution, run: { incident: string; playbook: string }): Actions {
    return {
      ready: async ({ action, with: input }) => {
        const resource = typeof input['on'] === 'string' ? input['on'] : ''
        const title = (plan?: Plan) =>
          plan === undefined
            ? `${action} ${resource}`
            : `${action} ${resource}, as it is at ${JSON.stringify(plan['as'])}`
        const call = (mark: string, plan: Plan, isUndo: boolean) =>
          this.#call(process, {
            execution: execution.name,
            incident: run.incident,
            playbook: run.playbook,
            action,
            resource,
            mark,
            isUndo,
            title: title(plan),
            atMostOnce: isAtMostOnce(action),
          })
        return {
          input,
          locks: resource,
          wait: { seconds: action === 'reboot' ? seconds.reboot : seconds.redeploy },
          atMostOnce: isAtMostOnce(action),
          title,
          // All are of one group, of which nobody knows the size.
          reach: () => ({ changes: { arns: [] }, group: { name: 'fleet', members: [resource] } }),
          look: async () => {
            await this.#turns.turn(process, true)
            this.onLook()
            return { as: this.#as.get(resource) ?? 0 }
          },
          act: (plan, mark) => call(mark, plan, false),
          ...(action === 'redeploy' && { undo: (plan, mark) => call(mark, plan, true) }),
        }
      },
    }
  }

  async #call(process: Process, about: Omit<Call, 'step' | 'start' | 'end' | 'taken' | 'goesOn'>): Promise<string> {
    await this.#turns.turn(process)
    const { seq, now: at } = this.#turns
    const goesOn = this.#left.has(about.mark)
    const step = process.step ?? { name: '', seq, at }
    const call: Call = { ...about, step, start: { seq, at }, taken: false, goesOn }
    this.calls.push(call)
    const fate = goesOn ? 'done' : this.#fateOf(call)
    call.taken = fate !== 'throttled' && fate !== 'lost' && fate !== 'refused'
    await this.#turns.turn(process)
    call.end = { seq: this.#turns.seq, at: this.#turns.now }
    return this.#answer(call, fate)
  }

  /** Nothing takes a while that may not be called again. */
  #fateOf({ atMostOnce }: Call): Fate {
    const fate = this.#fates.shift() ?? 'done'
    return atMostOnce && rounds[fate] !== undefined ? 'done' : fate
  }

  #answer({ mark, title }: Call, fate: Fate): string {
    const left = (this.#left.get(mark) ?? rounds[fate] ?? 0) - 1
    if (left > 0) {
      this.#left.set(mark, left)
      throw new NotYet(`${title} takes a while`)
    }
    this.#left.delete(mark)
    switch (fate) {
      case 'throttled':
        throw new Throttled('throttled')
      case 'refused':
        throw new CannotAct('refused')
      case 'lost':
      case 'done-unheard':
        throw new NoAnswer('no answer')
      case 'done':
      case 'slow':
      case 'very-slow':
        return `${title}: done`
    }
  }
}
