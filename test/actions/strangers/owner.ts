import { type ClientConfig, type Owner, region } from './scenario.ts'

export function ownerOf(endpoint: string): Owner {
  const made = new Map<unknown, object>()
  return {
    client<Client extends object>(Client: new (config: ClientConfig) => Client): Client {
      const credentials = { accessKeyId: 'owner', secretAccessKey: 'any' }
      const client = made.get(Client) ?? new Client({ region, endpoint, credentials, maxAttempts: 1 })
      made.set(Client, client)
      return client as Client
    },
  }
}
