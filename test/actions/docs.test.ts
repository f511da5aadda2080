import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { catalogueOf, serviceNames } from '../../functions/actions/catalogue.ts'
import { actionSchema } from '../../functions/config/action-schema.ts'
import { miniStackVersion, motoVersion } from '../../packages/local-cloud/test/peer-versions.ts'
import { motoServer, withMoto } from '../../packages/local-cloud/test/peers.ts'
import { generatedFiles } from '../../scripts/actions-docs/generated.ts'
import { miniStack, withMiniStack } from '../flows/ministack.ts'
import { examples } from './examples.ts'

const generated = await generatedFiles()
const catalogue = await catalogueOf()

// Read as a whole: what differs is seen better in the diff that `npm run docs` makes.
it.each(Object.entries(generated))('%s is as the actions declare it; if not: npm run docs', (path, text) => {
  expect(readFileSync(path, 'utf8') === text ? 'up to date' : `${path} is not up to date. Run: npm run docs`).toBe(
    'up to date',
  )
})

it.each(examples)('$action has an example that the config takes', (example) => {
  expect(actionSchema({ actions: catalogue, services: serviceNames }).safeParse(example).error?.issues ?? []).toEqual(
    [],
  )
})

/** As pip knows it. */
const installed = (program: string, name: string) =>
  execFileSync(join(dirname(program), 'python'), [
    '-c',
    `from importlib.metadata import version; print(version('${name}'))`,
  ])
    .toString()
    .trim()

withMoto('what was tried on moto', () => {
  it('was tried on the version that the page names', () => expect(installed(motoServer, 'moto')).toBe(motoVersion))
})

withMiniStack('what was tried on MiniStack', () => {
  it('was tried on the version that the page names', () =>
    expect(installed(miniStack, 'ministack')).toBe(miniStackVersion))
})
