import { type AwsEndpoint, type AwsEndpointProps, createAwsEndpoint, type Service } from '../src/aws-endpoint.ts'
import { type Api, type Input } from '../src/service.ts'

const opened: AwsEndpoint[] = []
afterEach(async () => {
  for (const endpoint of opened.splice(0)) await endpoint.close()
})

/** A service that answers every operation with `answer`, and remembers what it was asked. */
export function service(answer: (operation: string, input: Input) => unknown) {
  const asked: { operation: string; input: Input; caller: unknown }[] = []
  const api: Api = {
    permissionsFor: (operation) => [{ action: `test:${operation}`, resource: '*' }],
    async call(operation, input, caller) {
      asked.push({ operation, input, caller })
      return answer(operation, input)
    },
  }
  return { api, asked }
}

export async function start(services: Record<string, Service>, over: Partial<AwsEndpointProps> = {}) {
  const log: string[] = []
  const endpoint = await createAwsEndpoint({
    port: 0,
    services: new Map(Object.entries(services)),
    authorize() {},
    log: (line) => void log.push(line),
    ...over,
  })
  opened.push(endpoint)
  const client = (accessKeyId = 'any') => ({
    endpoint: endpoint.url,
    region: 'eu-central-1',
    credentials: { accessKeyId, secretAccessKey: 'any' },
    maxAttempts: 1,
  })
  return { endpoint, client, log }
}
