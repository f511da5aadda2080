import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { instant } from '../../functions/domain/instant.ts'
import { knownOf } from '../../functions/explaining.ts'
import { explain } from '../../functions/usecases/explain/explain.ts'
import { readExplained } from '../../lib/read-explained.ts'
import { type Figure, percentile } from './figures.ts'

const example = 'functions/sources/cloudwatch-alarm/examples/metric-alarm.json'
const runs = 11
const calls = 1000

/** How long "what would happen?" takes: as somebody types it, and within a program. */
export async function explainFigures(root: string): Promise<Figure[]> {
  const file = join(root, example)
  const typed = () => {
    const began = performance.now()
    execFileSync(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      join(root, 'bin/andon.ts'),
      'explain',
      file,
    ])
    return performance.now() - began
  }
  typed()
  const times = Array.from({ length: runs }, typed)
  const within = await functionTimes(file)
  return [
    {
      figure: 'explain, the command',
      value: percentile(times, 0.5),
      unit: 'ms',
      limit: 300,
      how: `\`andon explain\` of an alarm with a playbook, offline, from the start of Node to its end; median of ${runs}, after one`,
    },
    {
      figure: 'explain, the function',
      value: percentile(within, 0.99),
      unit: 'ms',
      limit: 5,
      how: `the same event, p99 of ${calls} calls in one process`,
    },
  ]
}

async function functionTimes(file: string): Promise<number[]> {
  const known = knownOf(await readExplained(join(import.meta.dirname, '../../andon.config.ts')), {
    partition: 'aws',
    account: '111122223333',
    region: 'eu-central-1',
  })
  const event: unknown = JSON.parse(readFileSync(file, 'utf8'))
  const now = instant(Date.UTC(2026, 10, 21, 9, 1))
  return Array.from({ length: calls }, () => {
    const began = performance.now()
    explain(known, event, { now })
    return performance.now() - began
  })
}
