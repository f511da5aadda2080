// `node scripts/run.mjs scripts/sum.ts check,qemu test`: runs npm's scripts of those names one after the other, as people
// do and whatever comes of each, and ends with one line that sums their tests. It fails when any of them does. Those with
// a comma between them run at the same time, and what each but the first says comes in one piece, once it has ended.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { type Tally, tallyIn, tallyOf } from './tally.ts'

const tallies: Tally[] = []
for (const step of process.argv.slice(2)) {
  const sides = step.split(',').map((script, nth) => run(script, nth === 0 ? sayAtOnce() : sayAtTheEnd()))
  tallies.push(...(await Promise.all(sides)))
}
const [passed, failed] = [sum((tally) => tally.passed), sum((tally) => tally.failed)]
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

interface Teller {
  readonly line: (line: string) => void
  readonly end: () => void
}

function sayAtOnce(): Teller {
  return { line: (line) => console.log(line), end: () => undefined }
}

function sayAtTheEnd(): Teller {
  const lines: string[] = []
  return { line: (line) => void lines.push(line), end: () => console.log(lines.join('\n')) }
}

async function run(script: string, teller: Teller): Promise<Tally> {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  let counted: Tally | undefined
  for await (const line of createInterface({ input: child.stdout })) {
    teller.line(line)
    counted = tallyIn(line) ?? counted
  }
  const status = await ended
  teller.end()
  return tallyOf(counted, status)
}

function sum(of: (tally: Tally) => number): number {
  return tallies.reduce((total, tally) => total + of(tally), 0)
}
