import type { Clock, PolicyHolders } from '../ports.ts'

export interface ShutAllOutPorts {
  readonly holders: PolicyHolders
  readonly clock: Clock
}

/** AWS IoT may go on listing for a moment whom it has let go. */
const patience = 20
const pauseMs = 500

/**
 * Takes policies from all who hold them, and lets none of their certificates in any more. Repeating is harmless: what
 * broke off goes on where it was. @returns how many there were
 */
export async function shutAllOut({ holders, clock }: ShutAllOutPorts, policies: readonly string[]): Promise<number> {
  let all = 0
  for (const policy of policies) {
    const done = new Set<string>()
    let idle = 0
    for (let some = await holders.some(policy); some.length > 0; some = await holders.some(policy)) {
      const left = some.filter((holder) => !done.has(holder))
      for (const holder of left) {
        await holders.shutOut(holder, policy)
        done.add(holder)
      }
      idle = left.length > 0 ? 0 : idle + 1
      if (idle > patience) throw new Error(`the policy ${policy} is still attached to ${some.join(', ')}`)
      if (left.length === 0) await clock.pause(pauseMs)
    }
    all += done.size
  }
  return all
}
