import { InvokeCommand, GetDurableExecutionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { build } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { arnOf } from '../src/arn.ts'
import type { Lambda } from '../src/services/lambda/lambda.ts'
import { defineBundle, folder, openKept, serve, startLambda } from './lambda-fixture.ts'

const bundle = mkdtempSync(join(tmpdir(), 'andon-playbook-'))
beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL('durable-executions-playbook.ts', import.meta.url))],
    outfile: join(bundle, 'index.mjs'),
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  }),
)
afterAll(() => rmSync(bundle, { recursive: true }))

export const deadLetterArn = arnOf('sqs', 'dead-letters')

/** The playbook on a local Lambda, reached by AWS's own client. */
export async function startPlaybook({
  kept = folder(),
  environment = {} as Record<string, string>,
  variables = {} as Record<string, string>,
  speed = 1,
} = {}) {
  const store = openKept(kept)
  let lambda: Lambda | undefined
  const endpoint = await serve(() => lambda!.api)
  const started = startLambda({ store, speed, environment: Object.assign(environment, { AWS_ENDPOINT_URL: endpoint }) })
  lambda = started.lambda
  const durable = { executionTimeoutSeconds: 3600 }
  defineBundle(lambda, 'playbook', bundle, { durable, deadLetterArn, environment: variables, timeoutSeconds: 60 })
  const credentials = { accessKeyId: 'LOCAL.test', secretAccessKey: 'local' }
  const client = new LambdaClient({ endpoint, region: 'eu-central-1', credentials })
  const invoke = async (event: object, DurableExecutionName = 'incident-1') => {
    const Payload = JSON.stringify({ act: {}, ...event })
    const asked = { FunctionName: 'playbook', Qualifier: 'live', InvocationType: 'Event' as const }
    const { DurableExecutionArn } = await client.send(new InvokeCommand({ ...asked, DurableExecutionName, Payload }))
    return DurableExecutionArn!
  }
  const look = (DurableExecutionArn: string) => client.send(new GetDurableExecutionCommand({ DurableExecutionArn }))
  const close = async () => {
    await started.lambda.stop()
    store.close()
  }
  return { ...started, client, invoke, look, close, kept }
}
