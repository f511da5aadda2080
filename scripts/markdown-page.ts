import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A table in Markdown. Columns of numbers are aligned to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) => `| ${row.join(' | ')} |`
  const isOfNumbers = (nth: number) => rows.every((row) => isNumber(row[nth])) && rows.some((row) => row[nth] !== '')
  const ruler = head.map((_, nth) => (isOfNumbers(nth) ? '---:' : '---'))
  return [cells(head), cells(ruler), ...rows.map(cells)].join('\n')
}

const isNumber = (cell = '') => cell === '' || /^[*\d]/.test(cell) || cell === 'not measured'

const formatter = join(import.meta.dirname, '../node_modules/oxfmt/bin/oxfmt')
const begin = '<!-- printed: begin -->'
const end = '<!-- printed: end -->'

/** Puts a program's output between the two marks of a page, formatted. Throws when the page lacks them. */
export function writePrinted(page: string, printed: string): void {
  const text = readFileSync(page, 'utf8')
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${page} has no "${begin}" with "${end}" after it`)
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${printed}\n\n${text.slice(to)}`)
  execFileSync(process.execPath, [formatter, page], { stdio: ['ignore', 'ignore', 'inherit'] })
}
