import { type Caller } from '../service.ts'

/** How often one caller asked one thing of one service. */
export interface CallCount {
  readonly service: string
  readonly operation: string
  /** A function's name, a role's with its session, or `owner`. */
  readonly caller: string
  readonly count: number
}

export function callerName(caller: Caller): string {
  switch (caller.kind) {
    case 'function':
      return caller.name
    case 'role':
      return `${caller.name}/${caller.session}`
    case 'owner':
      return 'owner'
  }
}

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
