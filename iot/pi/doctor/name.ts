import { isIP } from 'node:net'
import { codeOf } from '../../agent/error-code.ts'
import { failed, type Finding, ok, skipped } from './finding.ts'

/** The addresses of a host; rejects when there are none to be had. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** Whether the broker's name leads anywhere. */
export async function findName(host: string, resolve: Resolve): Promise<Finding> {
  if (isIP(host) !== 0) return skipped('name', `the settings give the broker as the address ${host}`)
  try {
    const addresses = await resolve(host)
    return ok(`name: ${host} is at ${addresses.slice(0, 3).join(', ')}`)
  } catch (error) {
    return codeOf(error) === 'ENOTFOUND'
      ? failed(
          `name: there is no host of the name ${host}`,
          'is "broker" right in the settings? Else this network’s name server does not know the internet: resolvectl status shows it',
        )
      : failed(
          `name: ${host} cannot be looked up (${codeOf(error) ?? 'no answer'})`,
          'is the network up (ip address)? Is there a name server (resolvectl status), and does it answer?',
        )
  }
}
