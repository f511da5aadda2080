import type { SdkConfig, Session } from '../actions/api-call.ts'
import { arnText, type Home } from '../actions/resource.ts'

/**
 * Calls with the rights of whoever typed the command: to look as an action looks. What leads out of AWS is not asked.
 * @param config of all clients
 */
export const callersSession =
  (config: SdkConfig) =>
  (home: Home): Session => ({
    send: (Client, command, region) => new Client({ ...config, region: region ?? home.region }).send(command),
    arnOf: (resource) => arnText(resource, home),
  })
