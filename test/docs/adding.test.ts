import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'

const text = readFileSync('docs/adding.md', 'utf8')
const paths = [...text.matchAll(/`([\w-]+\/[^`\s]+)`/g)].map(([, path]) => path!)
/** A name stands for any: its folder has to be there. */
const fixed = new Set(
  paths.map((path) => path.split('<')[0]!).map((path) => (path.endsWith('/') ? dirname(`${path}x`) : path)),
)

it.each([...fixed])('docs/adding.md names what there is: %s', (path) => {
  expect(existsSync(path)).toBe(true)
})

it('docs/adding.md has every place where one more is one more', () => {
  expect([...fixed].map((path) => basename(path))).toEqual(
    expect.arrayContaining(['registry.ts', 'guards.ts', 'sources.ts', 'lamp-kinds.ts', 'services.ts', 'program.ts']),
  )
})
