import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Figure, NotMeasured } from './figures.ts'
import type { RunningAndon } from './running-andon.ts'

const unit = 'MB'
const limit = 1024

/** Of npm and all processes below it, from /proc. @param when for the table: after what */
export function memoryFigures({ pid }: RunningAndon, when: string): (Figure | NotMeasured)[] {
  const figure = `memory of everything, ${when}`
  if (!existsSync('/proc/self/smaps_rollup')) return [{ figure, unit, limit, how: 'on Linux only' }]
  const tree = processTree(pid)
  const how = `${tree.length} processes: \`npm start\` itself, the functions' and the lamps'`
  return [
    {
      figure: `${figure}, RSS`,
      value: sumOf(tree, 'Rss'),
      unit,
      limit,
      how: `${how}; what they share is counted for each of them`,
    },
    {
      figure: `${figure}, PSS`,
      value: sumOf(tree, 'Pss'),
      unit,
      limit,
      how: 'the same; what they share is counted once',
    },
  ]
}

function processTree(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: parentOf(name) }))
  const below = (pid: number): number[] => [
    pid,
    ...parents.filter(({ parent }) => parent === pid).flatMap((child) => below(child.pid)),
  ]
  return below(root)
}

/** Undefined when it has just ended. */
function parentOf(pid: string): number | undefined {
  const status = readProc(pid, 'status')
  return status === undefined ? undefined : Number(/^PPid:\s+(\d+)/m.exec(status)?.[1])
}

function sumOf(pids: readonly number[], what: 'Rss' | 'Pss'): number {
  const field = new RegExp(`^${what}:\\s+(\\d+) kB`, 'm')
  const kilobytes = pids.map((pid) => Number(field.exec(readProc(String(pid), 'smaps_rollup') ?? '')?.[1] ?? 0))
  return kilobytes.reduce((sum, each) => sum + each, 0) / 1024
}

function readProc(pid: string, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined
    throw error
  }
}
