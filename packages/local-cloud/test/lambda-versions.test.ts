import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FunctionDefinition } from '../src/services/lambda/function.ts'
import { Versions } from '../src/services/lambda/versions.ts'
import { openStore } from '../src/store.ts'
import { closeAll, folder, functionArn } from './lambda-fixture.ts'

afterEach(closeAll)

const endpoint = 'http://127.0.0.1:4566'
const [store, versions] = [openStore(), (at = endpoint) => new Versions(store, at)]
afterEach(() => store.collection('lambda-versions').clear())

function aFunction(source: string, { name = 'playbook', environment = {} }: Partial<FunctionDefinition> = {}) {
  const directory = folder()
  mkdirSync(join(directory, 'chunks'))
  writeFileSync(join(directory, 'index.mjs'), source)
  writeFileSync(join(directory, 'chunks/sdk.mjs'), 'sdk')
  const settings = { handler: 'index.handler', timeoutSeconds: 3, memoryMb: 128, runtime: 'nodejs24.x' }
  return { name, arn: functionArn(name), directory, environment, ...settings } satisfies FunctionDefinition
}

it('is published when code or configuration have changed, and stays as it is otherwise', () => {
  const publish = (...given: Parameters<typeof aFunction>) => versions().publish(aFunction(...given)).version
  expect(publish('one')).toBe('1')
  expect(publish('one')).toBe('1')
  expect(publish('two')).toBe('2')
  expect(publish('two', { environment: { TABLE: 'andon' } })).toBe('3')
  expect(publish('one')).toBe('4')
  expect(publish('one', { name: 'other' })).toBe('1')
})

it('is laid out again as it was published, for the endpoint of today', () => {
  const environment = { QUEUE: `${endpoint}/000000000000/retries`, TABLE: 'andon' }
  versions().publish(aFunction('one', { environment }))
  versions().publish(aFunction('two'))

  const later = versions('http://127.0.0.1:9999')
  const opened = later.open('playbook', '1')!
  expect(opened).toMatchObject({ name: 'playbook', version: '1', handler: 'index.handler' })
  expect(opened.environment).toEqual({ QUEUE: 'http://127.0.0.1:9999/000000000000/retries', TABLE: 'andon' })
  expect(['index.mjs', 'chunks/sdk.mjs'].map((file) => readFileSync(join(opened.directory, file), 'utf8'))).toEqual([
    'one',
    'sdk',
  ])
  later.close()
  expect(existsSync(opened.directory)).toBe(false)
})

it('is not another one because the endpoint has another port', () => {
  const at = (port: number) =>
    versions(`http://127.0.0.1:${port}`).publish(
      aFunction('one', { environment: { QUEUE: `http://127.0.0.1:${port}/retries` } }),
    ).version
  expect([at(4566), at(9999)]).toEqual(['1', '1'])
})

it('is forgotten once nothing needs it, but for the newest', () => {
  for (const source of ['one', 'two', 'three']) versions().publish(aFunction(source))
  versions().publish(aFunction('one', { name: 'playbook-2' }))
  versions().forgetUnless((name, version) => name === 'playbook' && version === '1')
  const kept = ['1', '2', '3'].map((version) => versions().open('playbook', version) !== undefined)
  expect(kept).toEqual([true, false, true])
  expect(versions().open('playbook-2', '1')).toBeDefined()
})
