// What CPU time the files of a run took, as test/cpu-of-files.js noted it.
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

const note = z.object({ file: z.string(), seconds: z.number() })

/** In one line: all of it, and the files that took the most. Nothing where nothing was noted. */
export function cpuInWords(notes: string, most = 15): string | undefined {
  if (!existsSync(notes)) return undefined
  const noted = readFileSync(notes, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => note.parse(JSON.parse(line)))
    .sort((a, b) => b.seconds - a.seconds)
  const all = noted.reduce((sum, { seconds }) => sum + seconds, 0)
  const first = noted.slice(0, most).map(({ file, seconds }) => `${file} ${seconds.toFixed(1)}`)
  return `${all.toFixed(0)} s of CPU in ${noted.length} files, most of it in: ${first.join(', ')}`
}
