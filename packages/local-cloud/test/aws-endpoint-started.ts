import { type AwsEndpoint, type AwsEndpointProps, createAwsEndpoint } from '../src/aws-endpoint/aws-endpoint.ts'
import { MovedClock } from '../src/clock.ts'
import type { Api, Input } from '../src/api.ts'
import { wires } from '../src/services/services.ts'

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

/** The real endpoint in front of these services, by signing name. */
export async function start(
  apis: { readonly [Name in keyof typeof wires]?: Api },
  over: Partial<AwsEndpointProps> = {},
) {
  const log: string[] = []
  const endpoint = await createAwsEndpoint({
    port: 0,
    services: new Map(
      Object.entries(wires).flatMap(([name, wire]) => {
        const api = apis[name as keyof typeof wires]
        return api === undefined ? [] : [[name, { api, ...wire }]]
      }),
    ),
    clock: new MovedClock(),
    authorize() {},
    authorizeElsewhere() {},
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
