// `node scripts/run.mjs scripts/sum.ts check.ts test.ts qemu.ts`: runs programs of this folder one after the other,
// whatever comes of each, and ends with one line that sums their tests. It fails when any of them does.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Tally, tallyIn, tallyOf } from './tally.ts'

const tallies: Tally[] = []
for (const program of process.argv.slice(2)) tallies.push(await run(program))
const [passed, failed] = [sum((tally) => tally.passed), sum((tally) => tally.failed)]
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

async function run(program: string): Promise<Tally> {
  const child = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, program)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  let counted: Tally | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line)
    counted = tallyIn(line) ?? counted
  }
  return tallyOf(counted, await ended)
}

function sum(of: (tally: Tally) => number): number {
  return tallies.reduce((total, tally) => total + of(tally), 0)
}
