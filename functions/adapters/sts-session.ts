import type { Credentials, SdkClient, SdkClientClass, SdkConfig, Session } from '../actions/api-call.ts'
import { CannotAct } from '../actions/failure.ts'
import { arnText, type Home } from '../actions/resource.ts'

/**
 * Three tries of a call, and the step that makes it, fit into the minute that its function has. A call of which nobody
 * could tell a repetition is made once: the client would repeat it after an answer that was lost.
 */
const timeLimits = { connectionTimeout: 3000, requestTimeout: 12_000, throwOnRequestTimeout: true }
const attempts = { repeated: 3, once: 1 }

/**
 * Calls with the rights of one role. A client is made when it is first needed, and asks for new credentials by itself
 * before its own expire. Without any it makes no call: the function's own are never used in their place.
 * @param assume gets credentials of the role
 * @param home of the role and of this function
 * @param whyNoWayOut in words, where no request may go out to the internet
 */
export function stsSession(
  assume: () => Promise<Credentials>,
  home: Home,
  {
    calls = 'repeated',
    whyNoWayOut,
  }: { readonly calls?: keyof typeof attempts; readonly whyNoWayOut?: string | undefined } = {},
): Session {
  const clients = new Map<SdkClientClass, Map<string | undefined, SdkClient>>()
  const config: SdkConfig = { credentials: assume, maxAttempts: attempts[calls], requestHandler: timeLimits }

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
    async https(request) {
      if (whyNoWayOut !== undefined) throw new CannotAct(`${request.host} was not asked: ${whyNoWayOut}`)
      return (await import('./https-out.ts')).httpsOut()(request)
    },
  }
}
