// `node scripts/run.mjs scripts/sum.ts check test qemu`: runs npm's scripts of those names one after the other, as
// people do and whatever comes of each, and ends with one line that sums their tests. It fails when any of them does.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Tally, tallyIn, tallyOf } from './tally.ts'

const tallies: Tally[] = []
for (const script of process.argv.slice(2)) tallies.push(await run(script))
const [passed, failed] = [sum((tally) => tally.passed), sum((tally) => tally.failed)]
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

async function run(script: string): Promise<Tally> {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'inherit'] })
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
