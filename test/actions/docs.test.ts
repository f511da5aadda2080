import { readFileSync } from 'node:fs'
import { catalogueOf } from '../../functions/actions/catalogue.ts'

const catalogue = await catalogueOf()

/** The rows of the first table after this heading, as the cells' texts. */
function tableAfter(file: string, heading: string): string[][] {
  const text = readFileSync(`docs/${file}`, 'utf8')
  const [, after] = `\n${text}`.split(`\n${heading}\n`)
  if (after === undefined) throw new Error(`docs/${file} has no heading ${heading}`)
  const table = /(?:^\|.*\|\n)+/m.exec(after)?.[0] ?? ''
  const [, , ...rows] = table.trim().split('\n')
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

it('docs/actions.md has every action, with its risk and whether it can be undone', () => {
  const rows = tableAfter('actions.md', '# Actions').map(([action, , , risk, undone]) => [action, risk, undone])
  expect(rows).toEqual([...catalogue].map(([name, { risk, canUndo }]) => [`\`${name}\``, risk, canUndo ? 'yes' : 'no']))
})

it('docs/security.md has every permission that is on everything, with its reason', () => {
  const permissions = [...catalogue.values()].flatMap(({ onEverything }) => onEverything)
  const expected = new Set(permissions.map(({ action, why }) => `\`${action}\`: ${why}`))
  const rows = tableAfter('security.md', '### Calls without a resource').map(([action, why]) => `${action}: ${why}`)
  expect(new Set(rows)).toEqual(expected)
})
