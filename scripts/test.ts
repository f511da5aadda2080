// `npm test [names of files or tests]`: synthesizes what the flow tests run, runs jest, ends with one plain line.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { synth } from './synth.ts'
import { cpuInWords } from './test-cpu.ts'

const root = join(import.meta.dirname, '..')
const results = join(root, '.cache', 'jest.json')
const cpuNotes = join(root, '.cache', 'test-cpu.jsonl')
const counted = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
})

mkdirSync(join(root, '.cache'), { recursive: true })
// A config of the tests' own, for a team edits the shipped one; beside what `npm start` made of that.
const cdkOut = join(root, '.cache', 'test-cdk.out')
process.env['ANDON_CONFIG'] = join(root, 'test', 'fixtures', 'andon.config.ts')
// Not CDK_OUTDIR: whatever stack a test makes would be written there, over what the flow tests run.
process.env['ANDON_TEST_CDK_OUT'] = cdkOut
// Of this config test/lib/rules.test.ts asks whether the rules have anything against it.
await synth({ outdir: cdkOut, quiet: true, checked: false })

// An earlier run's, which must not be taken for this one's.
for (const file of [results, cpuNotes]) rmSync(file, { force: true })
process.env['ANDON_TEST_CPU'] = cpuNotes
const jest = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    join(root, 'node_modules/jest/bin/jest.js'),
    '--json',
    `--outputFile=${results}`,
    ...process.argv.slice(2),
  ],
  // jest writes what people read to standard error, and with --json its results to standard output.
  { cwd: root, stdio: ['inherit', 'ignore', 'inherit'] },
)

const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = counted.parse(
  JSON.parse(readFileSync(results, 'utf8')),
)
console.error(`\nandon: ${cpuInWords(cpuNotes) ?? 'no file ran'}`)
// A file that does not even load fails no test of its own.
const failed = Math.max(numFailedTests, numFailedTestSuites)
console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`)
process.exitCode = jest.status ?? 1
