import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { loadTemplate } from '@andon/local-cloud/template/template.ts'
import { type Figure, percentile } from './figures.ts'
import { serviceNames } from '../../functions/actions/catalogue.ts'
import { own } from '../../functions/domain/own.ts'

const definition = z.object({
  Code: z.object({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).default({ Variables: {} }),
})
/** Kilobytes. */
const largest: Readonly<Record<string, number>> = { 'andon-on-signal': 330, 'andon-on-change': 430 }
const longestImport = 120
/** However many actions there are: their code is loaded where it runs. */
const longestImports: Readonly<Record<string, number>> = { 'andon-run-playbook': 90 }
const runs = 5

/** The bundles that would be deployed: how large they are, and how long a fresh Node takes to import each. */
export function bundleFigures(cdkOut: string): Figure[] {
  const template = loadTemplate(cdkOut, { endpoint: 'http://127.0.0.1:1' })
  const bundles = template.ofType('AWS::Lambda::Function').map(({ ref: name, properties }) => {
    const { Code, Environment } = definition.parse(properties)
    return { name, file: join(template.assetDirectory(Code.S3Key), 'index.mjs'), variables: Environment.Variables }
  })
  return [
    ...coldStartFigures(bundles),
    ...bundles.flatMap(({ name, file, variables }) => {
      const limit = own(largest, name)
      const times = Array.from({ length: runs }, () => importMs(file, variables))
      return [
        {
          figure: `${name}, bundle`,
          value: statSync(file).size / 1024,
          unit: 'KB',
          ...(limit !== undefined && { limit }),
          how: '`index.mjs` in `cdk.out`, minified, the SDK inside',
        },
        {
          figure: `${name}, import`,
          value: percentile(times, 0.5),
          unit: 'ms',
          limit: own(longestImports, name) ?? longestImport,
          how: `median of ${runs}, each in a fresh Node, without the start of Node itself`,
        },
      ]
    }),
  ]
}

interface Bundle {
  readonly name: string
  readonly file: string
  readonly variables: Readonly<Record<string, string>>
}

/** What runs before a playbook's first call: Node's own start, the function, and the code of the service that acts. */
function coldStartFigures(bundles: readonly Bundle[]): Figure[] {
  return bundles
    .filter(({ name }) => name === 'andon-run-playbook')
    .flatMap(({ file, variables }) => {
      const folder = dirname(file)
      const files = readdirSync(folder)
      const chunkOf = (start: string) =>
        files.filter((name) => name.startsWith(`${start}-`)).map((name) => join(folder, name))
      const common = [file, ...chunkOf('sts-assume-role'), ...chunkOf('client-lambda')]
      const starts = serviceNames.map((service) => {
        const chunks = [...common, ...chunkOf(service)]
        return {
          service,
          ms: percentile(
            Array.from({ length: runs }, () => startMs(chunks, variables)),
            0.5,
          ),
        }
      })
      const slowest = starts.reduce((one, other) => (other.ms > one.ms ? other : one))
      const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
      return [
        {
          figure: 'andon-run-playbook, all of it',
          value: bytes / 1024,
          unit: 'KB',
          limit: 2000,
          how: `${serviceNames.length} services' actions, each read where it runs`,
        },
        {
          figure: 'andon-run-playbook, cold start',
          value: slowest.ms,
          unit: 'ms',
          limit: 400,
          how: `the slowest service (${slowest.service}), median of ${runs}: Node, the function, the service's client`,
        },
      ]
    })
}

function startMs(files: readonly string[], variables: Readonly<Record<string, string>>): number {
  const began = performance.now()
  execFileSync(process.execPath, ['--input-type=module', '-e', imports, ...files], { env: environment(variables) })
  return performance.now() - began
}
const imports = `for (const file of process.argv.slice(1)) await import(file); process.exit()`

const environment = (variables: Readonly<Record<string, string>>) => ({
  ...variables,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'x',
  AWS_SECRET_ACCESS_KEY: 'x',
})

const timed = `const began = performance.now(); await import(process.argv[1]); console.log(performance.now() - began); process.exit()`

function importMs(file: string, variables: Readonly<Record<string, string>>): number {
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', timed, file], {
    env: environment(variables),
    encoding: 'utf8',
  })
  return Number(said.trim().split('\n').at(-1))
}
