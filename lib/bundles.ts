import { join } from 'node:path'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { build } from 'esbuild'

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
 */
export async function bundle(directory: string): Promise<Bundles> {
  await build({
    absWorkingDir: root,
    entryPoints: handlers.map((handler) => ({
      in: join('functions', 'handlers', `${handler}.lambda.ts`),
      out: join(handler, 'index'),
    })),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The AWS SDK goes along: the one that was tested is the one that runs.
    mainFields: ['module', 'main'],
    // In Lambda credentials come from the environment, so the SDK never asks for its other ways to find some.
    external: [
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
