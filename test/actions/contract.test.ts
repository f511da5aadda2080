import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownActions } from '../../andon.actions.ts'
import { serviceNames } from '../../functions/actions/catalogue.ts'
import { ownActions as examples } from '../fixtures/andon.actions.ts'

it.each(serviceNames)('every service is held to the contract by a test of its own: %s', (service) => {
  const file = join(import.meta.dirname, `${service}.test.ts`)
  expect(existsSync(file) && readFileSync(file, 'utf8')).toContain(`itKeepsTheContract('${service}'`)
})

/** Those of a team's services that no test in this folder holds to the contract. */
function untested(own: object, folder: string): string[] {
  const tests = globSync(join(folder, '**/*.test.ts')).map((file) => readFileSync(file, 'utf8'))
  return Object.keys(own).filter(
    (service) => !tests.some((text) => new RegExp(`itKeepsTheContract\\(\\s*'${service}'`).test(text)),
  )
}

it('a team’s own services are, too', () => {
  expect(untested(ownActions, 'own-actions')).toEqual([])
  expect(untested(examples, 'examples')).toEqual([])
  expect(untested({ ...examples, billing: 1 }, 'examples')).toEqual(['billing'])
})
