// Jest's own runner, which also notes what CPU time a file takes, with the programs that it started and saw end. Two runs
// on a busy machine cannot be compared by the clock on the wall. `scripts/test.ts` names the file to note it in.
import { appendFileSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import circus from 'jest-circus/runner'

export default async function run(...given) {
  const notes = process.env['ANDON_TEST_CPU']
  const runFile = circus.default ?? circus
  if (notes === undefined) return runFile(...given)
  const before = cpuSeconds()
  const result = await runFile(...given)
  const seconds = cpuSeconds() - before
  appendFileSync(notes, `${JSON.stringify({ file: relative(process.cwd(), result.testFilePath), seconds })}\n`)
  return result
}

function cpuSeconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000 + secondsOfChildren()
}

/** Of those that have ended, which only Linux tells, in hundredths of a second. */
function secondsOfChildren() {
  if (process.platform !== 'linux') return 0
  const [, after = ''] = readFileSync('/proc/self/stat', 'utf8').split(') ')
  const fields = after.split(' ')
  return (Number(fields[13]) + Number(fields[14])) / 100
}
