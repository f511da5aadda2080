import type { Credentials, SdkClient, SdkClientClass, Session } from '../actions/api-call.ts'
import { arnText, type Home } from '../actions/resource.ts'

/**
 * Calls with the rights of one role. A client is made when it is first needed, and asks for new credentials by itself
 * before its own expire. Without any it makes no call: the function's own are never used in their place.
 * @param assume gets credentials of the role
 * @param home of the role and of this function
 */
export function stsSession(assume: () => Promise<Credentials>, home: Home): Session {
  const clients = new Map<SdkClientClass, Map<string | undefined, SdkClient>>()

  const clientFor = (Client: SdkClientClass, region: string | undefined): SdkClient => {
    const inRegions = clients.get(Client) ?? new Map<string | undefined, SdkClient>()
    clients.set(Client, inRegions)
    const client = inRegions.get(region) ?? new Client({ credentials: assume, ...(region !== undefined && { region }) })
    inRegions.set(region, client)
    return client
  }
  return {
    send: async (Client, command, region) => clientFor(Client, region).send(command),
    arnOf: (resource) => arnText(resource, home),
    https: async (request) => (await import('./https-out.ts')).httpsOut()(request),
  }
}
