import { type Origin, originInWords } from '../origin.ts'
import type { DescribedGuard } from './guard.ts'
import type { Origins } from './guard-facts.ts'

/** A machine acts on the word of the accounts and regions that its line names, and in those alone. */
export const foreignOrigin: DescribedGuard = {
  name: 'foreign-origin',
  objectsWhen: 'its alarm, or what it would change, is of an account or region that the line does not name',
  unlessTold:
    '`accounts` and `regions` of the line: Andon’s own, and for alarms also what its choice of the playbook names',
  judge({ incident: { account, region }, about }) {
    if (about === undefined) return { kind: 'act' }
    const { origins } = about.rules
    // Cords and devices are of no account: they are Andon's own.
    const from = account === undefined || region === undefined ? undefined : { account, region }
    if (from !== undefined && !isAmong(origins, from)) {
      return { kind: 'people', because: `it is of ${originInWords(from)}, which the line does not name` }
    }
    const strange = about.changes?.arns?.find((arn) => !mayChange(origins, arn))
    return strange === undefined
      ? { kind: 'act' }
      : { kind: 'people', because: `${strange} is of an account or region that the line does not name` }
  },
}

/** What the line names itself is not widened by one of its choices. */
function isAmong({ accounts, regions, home, chosen }: Origins, from: Origin): boolean {
  return [home, ...chosen].some(
    ({ account, region }) =>
      (accounts ?? [account]).includes(from.account) && (regions ?? [region]).includes(from.region),
  )
}

/** Only what the line names itself: without that, the playbook names what it changes. Some ARNs have no region or account. */
function mayChange({ accounts, regions }: Origins, arn: string): boolean {
  const [, , , region = '', account = ''] = arn.split(':')
  const isIn = (allowed: readonly string[] | undefined, one: string) => one === '' || (allowed?.includes(one) ?? true)
  return isIn(accounts, account) && isIn(regions, region)
}
