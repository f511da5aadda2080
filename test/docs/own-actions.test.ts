import { readFileSync } from 'node:fs'
import { serviceNames } from '../../functions/actions/catalogue.ts'

const page = readFileSync('docs/own-actions.md', 'utf8')
const shown = [...page.matchAll(/<!-- (\S+) -->\n\n```ts\n([^]*?)```\n/g)].map(([, file, text]) => ({ file, text }))

it('docs/own-actions.md shows both files of the example', () => {
  expect(shown.map(({ file }) => file)).toEqual(['examples/flags.ts', 'examples/flags.test.ts'])
})

it.each(shown)('… word for word: $file', ({ file, text }) => {
  expect(text).toBe(readFileSync(file!, 'utf8'))
})

it('shows a service that Andon has not', () => {
  expect(serviceNames).not.toContain('flags')
})
