import { isIP } from 'node:net'
import { codeOf } from '../../agent/error-code.ts'
import { failed, type Finding, ok, skipped } from './finding.ts'

/** The addresses of a host; rejects if there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** Whether the broker's name has an address. */
export async function findName(host: string, resolve: Resolve): Promise<Finding> {
  if (isIP(host) !== 0) return skipped('name', `the settings have the broker's address ${host}`)
  try {
    const addresses = await resolve(host)
    return ok(`name: ${host} is at ${addresses.slice(0, 3).join(', ')}`)
  } catch (error) {
    return codeOf(error) === 'ENOTFOUND'
      ? failed(
          `name: there is no host named ${host}`,
          'is "broker" right in the settings? If it is, this network’s name server does not know internet names; find it with: resolvectl status',
        )
      : failed(
          `name: ${host} cannot be looked up (${codeOf(error) ?? 'no answer'})`,
          'is the network up (ip address)? Is there a name server (resolvectl status), and does it answer?',
        )
  }
}
