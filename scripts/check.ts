// `npm run check`: every check that does not run the code. All of them run; one failure fails the whole. Two rows of them
// run side by side, for most checks keep one core busy and no more.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const ofTheSources = [
  { name: 'types', command: ['tsc'] },
  { name: 'types of the console page', command: ['tsc', '-p', 'laptop/console'] },
  { name: 'types of the lamp page', command: ['tsc', '-p', 'iot/agent/drivers/page'] },
  { name: 'lint and import rules', command: ['oxlint', '--type-aware'] },
  { name: 'names from outside', command: ['node', 'scripts/names-from-outside.ts'] },
  { name: 'format', command: ['oxfmt', '--check'] },
  { name: 'dead code', command: ['knip'] },
] as const
/** In this order: what is linted is what was made. */
const ofTheTemplate = [
  { name: 'synth with cdk-nag', command: ['node', '--disable-warning=ExperimentalWarning', 'scripts/synth.ts'] },
  {
    name: 'cfn-lint in all regions of Andon',
    command: ['node', '--disable-warning=ExperimentalWarning', 'scripts/lint-template.ts'],
  },
] as const
/** What a check ends with that needs a program which is not installed. */
const skipped = 77

interface Check {
  readonly name: string
  readonly command: readonly [string, ...string[]]
}

let failed = 0
await Promise.all([oneByOne(ofTheSources), oneByOne(ofTheTemplate)])
process.exitCode = failed > 0 ? 1 : 0

async function oneByOne(checks: readonly Check[]): Promise<void> {
  for (const { name, command } of checks) {
    const began = performance.now()
    const { code, output } = await run(command)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    if (code === skipped) {
      console.log(`skipped ${name}: ${output.trim()}`)
      continue
    }
    if (code !== 0) failed++
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)${code === 0 ? '' : `\n${output}`}`)
  }
}

function run([program, ...args]: Check['command']): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules', '.bin', program), args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
