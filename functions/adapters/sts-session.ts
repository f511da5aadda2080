import type { Credentials, SdkClient, SdkClientClass, SdkConfig, Session } from '../actions/api-call.ts'
import { arnText, type Home } from '../actions/resource.ts'

const limits = { connectionTimeout: 3000, throwOnRequestTimeout: true }
/**
 * Three tries of a call, and the step that makes it, fit into the minute that its function has. A call of which nobody
 * could tell a repetition is made once, for the client would repeat it after an answer that was lost; so it may take
 * as long as three.
 */
const patience = {
  repeated: { maxAttempts: 3, requestHandler: { ...limits, requestTimeout: 12_000 } },
  once: { maxAttempts: 1, requestHandler: { ...limits, requestTimeout: 40_000 } },
}

/**
 * Calls with the rights of one role. A client is made when it is first needed, and asks for new credentials by itself
 * before its own expire. Without any it makes no call: the function's own are never used in their place.
 * @param assume gets credentials of the role
 * @param home of the role and of this function
 */
export function stsSession(
  assume: () => Promise<Credentials>,
  home: Home,
  calls: keyof typeof patience = 'repeated',
): Session {
  const clients = new Map<SdkClientClass, Map<string | undefined, SdkClient>>()
  const config: SdkConfig = { credentials: assume, ...patience[calls] }

  const clientFor = (Client: SdkClientClass, region: string | undefined): SdkClient => {
    const inRegions = clients.get(Client) ?? new Map<string | undefined, SdkClient>()
    clients.set(Client, inRegions)
    const client = inRegions.get(region) ?? new Client({ ...config, ...(region !== undefined && { region }) })
    inRegions.set(region, client)
    return client
  }
  return {
    send: async (Client, command, region) => clientFor(Client, region).send(command),
    arnOf: (resource) => arnText(resource, home),
    https: async (request) => (await import('./https-out.ts')).httpsOut()(request),
  }
}
