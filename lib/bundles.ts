import { join } from 'node:path'
import { Code } from 'aws-cdk-lib/aws-lambda'
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild'
import { actionsFile } from './actions-file.ts'
import { sdkDiet } from './sdk-diet.ts'

export const handlers = [
  'on-signal',
  'on-reconcile',
  'on-change',
  'on-notice',
  'on-minute',
  'on-enrol',
  'on-destroy',
  'run-playbook',
  'escalate',
  'api',
] as const
type Handler = (typeof handlers)[number]
/** The code of each function. */
export type Bundles = (handler: Handler) => Code

const root = join(import.meta.dirname, '..')
const functions = join(root, 'functions', '/')

/** What goes into the bundles beside our code. */
export interface Contents {
  /** Path of the `andon.config.ts`. The `andon.actions.ts` that belongs to it goes along. */
  readonly config: string
  /** The name of the role that each playbook acts as. */
  readonly playbookRoles: Readonly<Record<string, string>>
}

/**
 * Bundles all functions, each into a directory of its own under `directory`. The same sources give the same bytes, so
 * that CDK, which names assets by what is in them, uploads only what has changed.
 */
export async function bundle(directory: string, contents: Contents): Promise<Bundles> {
  await writeBundles(directory, contents)
  return (handler) => Code.fromAsset(join(directory, handler))
}

/** @returns what esbuild has to tell of each output */
export async function writeBundles(directory: string, contents: Contents): Promise<Metafile['outputs']> {
  const [whole, ...split] = await Promise.all([
    build({
      ...options(contents),
      entryPoints: handlers
        .filter((handler) => !loadingLater.some((later) => later === handler))
        .map((handler) => ({ in: sourceOf(handler), out: join(handler, 'index') })),
      outdir: directory,
    }),
    ...loadingLater.map((handler) =>
      build({
        ...options(contents),
        entryPoints: [{ in: sourceOf(handler), out: 'index' }],
        outdir: join(directory, handler),
        // What is imported where it is needed becomes a file of its own, and is read no sooner.
        splitting: true,
        chunkNames: '[name]-[hash]',
      }),
    ),
  ])
  return Object.assign({}, whole.metafile.outputs, ...split.map(({ metafile }) => metafile.outputs))
}

/**
 * The functions that would otherwise have to load much more than they run: every action with its service's client, and
 * the reading of calendars.
 */
const loadingLater = ['run-playbook', 'escalate'] as const

const sourceOf = (handler: Handler) => join('functions', 'handlers', `${handler}.lambda.ts`)

const options = ({ config, playbookRoles }: Contents) =>
  ({
    absWorkingDir: root,
    plugins: [
      withFile('andon.config.ts', config),
      withFile('andon.actions.ts', actionsFile(config)),
      withPlaybookRoles(playbookRoles),
      ...sdkDiet,
    ],
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
    metafile: true,
    logLevel: 'warning',
  }) satisfies BuildOptions

/** The functions import the files that a team edits; what they get are those that the stack is made of. */
const withFile = (name: 'andon.config.ts' | 'andon.actions.ts', path: string): Plugin => ({
  name,
  // What such a file itself imports may have that name, too.
  setup: (build) =>
    build.onResolve({ filter: new RegExp(`/${name.replaceAll('.', '\\.')}$`) }, ({ importer }) =>
      importer.startsWith(functions) ? { path } : undefined,
    ),
})

/** Replaces the file's empty record. */
const withPlaybookRoles = (roles: Contents['playbookRoles']): Plugin => ({
  name: 'andon-playbook-roles',
  setup: (build) =>
    build.onLoad({ filter: /\/functions\/playbook-roles\.ts$/ }, () => ({
      contents: `export const playbookRoles = ${JSON.stringify(roles)}`,
    })),
})
