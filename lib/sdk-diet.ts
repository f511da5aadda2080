import { existsSync, globSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import { z } from 'zod'

const root = join(import.meta.dirname, '..')

// The more code a function reads, the slower it starts: parts of the SDK that Andon never uses stay out.

/** Calls that stream events, such as Kinesis has. The SDK asks for this part only when it meets one. */
const noEventStreams: Plugin = {
  name: 'no-event-streams',
  setup(build) {
    build.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path, namespace: 'no-event-streams' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'no-event-streams' }, () => ({
      contents: `throw new Error('Event streams are left out of the functions: see lib/sdk-diet.ts')`,
    }))
  },
}

const aPackage = z.object({ version: z.string() })

/** Each client reads its whole package.json, for its own version alone. */
const versionsOnly: Plugin = {
  name: 'versions-only',
  setup(build) {
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/][^\\/]+[\\/]package\.json$/ }, async ({ path }) => {
      const { version } = aPackage.parse(JSON.parse(await readFile(path, 'utf8')))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}

/**
 * A client describes all its operations in one file, in objects whose keys are constants: `{ [_hE]: 400 }`. To esbuild
 * such a key might be anything, so it keeps them all; with the key written out it sees which of them are unused. It also
 * makes each error that AWS may answer known by a class, which is 15 KB in a function that reads a table. Of an error
 * that no function names, its name, message and status are enough: the client takes its general class then.
 */
const usedSchemasOnly: Plugin = {
  name: 'used-schemas-only',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => ({
        contents: withNamedErrorsOnly(withKeysWrittenOut(await readFile(path, 'utf8'))),
        loader: 'js',
      }),
    )
  },
}

/**
 * DynamoDB's client can be told to ask where its tables are, which Andon does not, and brings a cache of two libraries
 * along for the answers.
 */
const noEndpointDiscovery: Plugin = {
  name: 'no-endpoint-discovery',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/endpoint-cache$/ }, ({ path }) => ({ path, namespace: 'no-endpoint-cache' }))
    build.onLoad({ filter: /.*/, namespace: 'no-endpoint-cache' }, () => ({
      contents: 'export class EndpointCache {}',
    }))
  },
}

/** What the durable functions' SDK takes of Lambda's client. */
export const durableCalls = ['LambdaClient', 'CheckpointDurableExecutionCommand', 'GetDurableExecutionStateCommand']

/** It imports the whole client where it needs it, and a whole is never shaken: 100 KB at each start of a durable function. */
const durableCallsOnly: Plugin = {
  name: 'durable-calls-only',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/client-lambda$/ }, ({ path, kind, importer, resolveDir }) =>
      kind === 'dynamic-import' && importer.includes('durable-execution-sdk-js')
        ? { path, namespace: 'durable-calls-only', pluginData: resolveDir }
        : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'durable-calls-only' }, ({ path, pluginData }) => ({
      contents: `export { ${durableCalls.join(', ')} } from '${path}'`,
      resolveDir: String(pluginData),
    }))
  },
}

/**
 * A client's package offers its hundreds of commands in one file. What is not used stays out in the end, but is read and
 * parsed before: for each of our files the client is the commands that this file names, and no more of it is looked at.
 */
const namedCommandsOnly: Plugin = {
  name: 'named-commands-only',
  setup(build) {
    build.onResolve({ filter: /^@aws-sdk\/client-[^/]+$/ }, ({ path, kind, importer, namespace, resolveDir }) => {
      if (kind !== 'import-statement' || namespace !== 'file' || importer.includes('node_modules')) return undefined
      const exports = exportsFor(path, readFileSync(importer, 'utf8'))
      if (exports === undefined) return undefined
      return { path: `${path} of ${importer}`, namespace: 'named-commands', pluginData: { exports, resolveDir } }
    })
    build.onLoad({ filter: /.*/, namespace: 'named-commands' }, ({ pluginData }) => namedCommands.parse(pluginData))
  },
}
const namedCommands = z
  .object({ exports: z.string(), resolveDir: z.string() })
  .transform(({ exports, resolveDir }) => ({ contents: exports, resolveDir }))

/** Of a client's own files, those that a source names; nothing where it names what is not there. */
function exportsFor(client: string, source: string): string | undefined {
  const folder = join(root, 'node_modules', client, 'dist-es')
  const clauses = source.matchAll(/^import (?!type\b)\{([^}]*)\} from '([^']+)'/gm)
  const names = Array.from(clauses, ([, list = '', from]) => (from === client ? list : ''))
    .flatMap((list) => list.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
  const files = names.map((name) => [name, fileOf(folder, name)] as const)
  if (files.length === 0 || files.some(([, file]) => file === undefined)) return undefined
  return files.map(([name, file]) => `export { ${name} } from ${JSON.stringify(file)}`).join('\n')
}

const fileOf = (folder: string, name: string): string | undefined =>
  [`commands/${name}.js`, `${name}.js`].map((file) => join(folder, file)).find((file) => existsSync(file)) ??
  (isErrorOf(folder, name) ? join(folder, 'models/errors.js') : undefined)

function isErrorOf(folder: string, name: string): boolean {
  const file = join(folder, 'models/errors.js')
  return existsSync(file) && readFileSync(file, 'utf8').includes(`export class ${name} `)
}

export const sdkDiet: readonly Plugin[] = [
  noEventStreams,
  noEndpointDiscovery,
  durableCallsOnly,
  namedCommandsOnly,
  versionsOnly,
  usedSchemasOnly,
]

function withKeysWrittenOut(source: string): string {
  const constants = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
  )
  return source.replaceAll(/\[(\w+)\]:/g, (key, name: string) => {
    const value = constants.get(name)
    return value === undefined ? key : `${value}:`
  })
}

/** Those of a team among them: its own actions name errors, too. */
const ourSources = globSync(['functions/**/*.ts', 'own-actions/**/*.ts', 'andon.actions.ts'], { cwd: root })
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')

const withNamedErrorsOnly = (source: string): string =>
  source.replaceAll(/^n0_registry\.registerError\((\w+)\$, \1\);$/gm, (line, name: string) =>
    ourSources.includes(name) ? line : '',
  )
