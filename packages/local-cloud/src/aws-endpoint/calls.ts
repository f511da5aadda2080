import { type Caller } from '../service.ts'

/** How often one caller asked one thing of one service. */
export interface CallCount {
  readonly service: string
  readonly operation: string
  /** A function's name, or `owner`. */
  readonly caller: string
  readonly count: number
}

export const callerName = (caller: Caller) => (caller.kind === 'function' ? caller.name : 'owner')

export class CallCounts {
  readonly #counts = new Map<string, CallCount>()

  add(service: string, operation: string, caller: Caller): void {
    const name = callerName(caller)
    const key = JSON.stringify([service, operation, name])
    const count = (this.#counts.get(key)?.count ?? 0) + 1
    this.#counts.set(key, { service, operation, caller: name, count })
  }

  all(): CallCount[] {
    return [...this.#counts.values()]
  }
}
