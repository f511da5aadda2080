import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { dieWithUs } from './die-with-us.ts'
import type { FunctionDefinition } from './function.ts'
import { region } from '../../arn.ts'

const runtimeClient = createRequire(import.meta.url).resolve('aws-lambda-ric')
const preload = fileURLToPath(new URL('runtime-client-preload.cjs', import.meta.url))

/**
 * Starts AWS's own runtime client around the function's bundle. The process is ended by `SIGKILL`, and ends when this
 * process is gone. Each line that it writes goes to `onLine`.
 *
 * @param runtimeApi `host:port`
 * @param environment what every function is given beside its own variables; wins over them
 */
export function startRuntime(
  definition: FunctionDefinition,
  runtimeApi: string,
  environment: Readonly<Record<string, string>>,
  onLine: (line: string) => void,
): ChildProcess {
  // V8 would let each child's young generation grow to 48 MB, which on a laptop with ten of them is half a gigabyte; and
  // these programs wait more than they compute, so it may as well spare memory for the rest.
  const node = ['--max-semi-space-size=2', '--optimize-for-size', '--require', preload]
  const child = spawn(process.execPath, [...node, runtimeClient, definition.handler], {
    cwd: definition.directory,
    env: { ...variablesOf(definition, runtimeApi), ...definition.environment, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  dieWithUs(child)
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine)
  return child
}

/** Nothing of this process's own environment but PATH: functions must not see the laptop's secrets. */
function variablesOf(definition: FunctionDefinition, runtimeApi: string) {
  return {
    PATH: process.env['PATH'] ?? '',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    _HANDLER: definition.handler,
    LAMBDA_TASK_ROOT: definition.directory,
    // Read and removed by the preload: what V8 made of a bundle is kept beside it, for the next start.
    LOCAL_COMPILE_CACHE: join(dirname(definition.directory), '.compiled'),
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: definition.version ?? '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // By this the endpoint knows who calls, and holds the function to its role.
    AWS_ACCESS_KEY_ID: `LOCAL.${definition.name}`,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
  }
}
