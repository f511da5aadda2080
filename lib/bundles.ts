import { join } from 'node:path'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { build, type Plugin } from 'esbuild'
import { sdkDiet } from './sdk-diet.ts'

export const handlers = [
  'on-signal',
  'on-change',
  'on-notice',
  'on-minute',
  'on-enrol',
  'run-playbook',
  'escalate',
] as const
type Handler = (typeof handlers)[number]
/** The code of each function. */
export type Bundles = (handler: Handler) => Code

const root = join(import.meta.dirname, '..')

/**
 * Bundles all functions at once, each into a directory of its own under `directory`. The same sources give the same
 * bytes, so that CDK, which names assets by what is in them, uploads only what has changed.
 * @param config path of the `andon.config.ts` that goes into them
 */
export async function bundle(directory: string, config: string): Promise<Bundles> {
  await build({
    absWorkingDir: root,
    entryPoints: handlers.map((handler) => ({
      in: join('functions', 'handlers', `${handler}.lambda.ts`),
      out: join(handler, 'index'),
    })),
    outdir: directory,
    plugins: [withConfig(config), ...sdkDiet],
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The AWS SDK goes along: the one that was tested is the one that runs.
    mainFields: ['module', 'main'],
    // In Lambda credentials come from the environment, so the SDK never asks for its other ways to find some.
    external: [
      '@aws-sdk/credential-provider-http',
      '@aws-sdk/credential-provider-ini',
      '@aws-sdk/credential-provider-process',
      '@aws-sdk/credential-provider-sso',
      '@aws-sdk/credential-provider-web-identity',
      '@smithy/credential-provider-imds',
    ],
    minify: true,
    // Function names stay readable in stack traces. No source maps: reading one costs more than most invocations.
    keepNames: true,
    legalComments: 'none',
    // Parts of the libraries are CommonJS and ask for Node's own modules by require.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    logLevel: 'warning',
  })
  return (handler) => Code.fromAsset(join(directory, handler))
}

/** The functions import `andon.config.ts`; what they get is the config that the stack is made of. */
const withConfig = (path: string): Plugin => ({
  name: 'andon-config',
  setup: (build) => build.onResolve({ filter: /\/andon\.config\.ts$/ }, () => ({ path })),
})
