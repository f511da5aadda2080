import { readFileSync } from 'node:fs'
import { sources } from '../../functions/config/sources.ts'
import type { SourceConfig } from '../../functions/config/source-config.ts'
import { inWords } from '../../functions/domain/duration.ts'

const page = readFileSync('docs/sources.md', 'utf8')
const rows = new Map(
  page.split('\n').flatMap((row) => {
    const [, name] = /^\| `(\w+)` +\|.* (?:help|low) +\|/.exec(row) ?? []
    return name === undefined ? [] : [[name, row]]
  }),
)
const ready = Object.entries(sources).map(([name, make]): [string, SourceConfig] => [
  name,
  make({ line: 'platform', source: 'budgets' }),
])

it('shows each ready source, and none that is not there', () => {
  expect([...rows.keys()]).toEqual(ready.map(([name]) => name))
})

it.each(ready)(
  'says of %s which events it takes, by what it tells them apart, how severe it is and what ends it',
  (name, config) => {
    const { on, key = [], severity = 'help', clears, closesAfter } = config
    const [, , event = '', keys = '', isSevere = '', end = ''] =
      rows
        .get(name)
        ?.split('|')
        .map((cell) => cell.trim()) ?? []
    for (const type of on['detail-type']) expect(event).toContain(type)
    if (on.source[0]?.startsWith('aws.')) expect(event).toContain(`\`${on.source[0]}\``)
    expect(keys).toBe(
      [key]
        .flat()
        .map((path) => `\`${path}\``)
        .join(', '),
    )
    expect(isSevere).toBe(severity)
    if (closesAfter !== undefined) expect(end).toContain(inWords(closesAfter))
    expect(/next|closed|archived/.test(end.split(':')[0] ?? '')).toBe(clears !== undefined)
  },
)
