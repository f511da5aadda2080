import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serviceNames } from '../../functions/actions/catalogue.ts'

it.each(serviceNames)('every service is held to the contract by a test of its own: %s', (service) => {
  const file = join(import.meta.dirname, `${service}.test.ts`)
  expect(existsSync(file) && readFileSync(file, 'utf8')).toContain(`itKeepsTheContract('${service}'`)
})
