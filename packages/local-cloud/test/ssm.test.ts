import { MovedClock } from '../src/clock.ts'
import { arnOf } from '../src/arn.ts'
import { owner } from '../src/caller.ts'
import { createSsm } from '../src/services/ssm/ssm.ts'
import { openStore } from '../src/store.ts'

const token = { name: '/andon/slack-token', value: 'xoxb-1', type: 'SecureString' as const }

function start(store = openStore()) {
  const ssm = createSsm(store, new MovedClock(Date.UTC(2026, 10, 21, 9)))
  const call = (operation: string, input: Record<string, unknown>) => ssm.api.call(operation, input, owner)
  return { ssm, call }
}

it('gives a secure string in the clear only when asked to decrypt it', async () => {
  const { ssm, call } = start()
  ssm.provide(token)
  expect(await call('GetParameter', { Name: token.name, WithDecryption: true })).toEqual({
    Parameter: {
      Name: token.name,
      Type: 'SecureString',
      Value: 'xoxb-1',
      Version: 1,
      LastModifiedDate: new Date(Date.UTC(2026, 10, 21, 9)),
      ARN: arnOf('ssm', 'parameter/andon/slack-token'),
      DataType: 'text',
    },
  })
  expect(JSON.stringify(await call('GetParameter', { Name: token.name }))).not.toContain('xoxb-1')
})

it('keeps what its owner has put, also when the template provides it again after a restart', async () => {
  const store = openStore()
  const before = start(store)
  before.ssm.provide(token)
  const put = await before.call('PutParameter', { Name: token.name, Value: 'xoxb-2', Overwrite: true })
  expect(put).toMatchObject({ Version: 2 })

  const after = start(store)
  after.ssm.provide(token)
  const byArn = { Name: arnOf('ssm', 'parameter/andon/slack-token'), WithDecryption: true }
  expect(await after.call('GetParameter', byArn)).toMatchObject({
    Parameter: { Value: 'xoxb-2', Type: 'SecureString', Version: 2 },
  })
})

it('names what it does not find', async () => {
  const { ssm, call } = start()
  ssm.provide({ name: 'plain', value: 'x', type: 'String' })
  await expect(call('GetParameter', { Name: '/no' })).rejects.toMatchObject({ code: 'ParameterNotFound', status: 400 })
  expect(await call('GetParameters', { Names: ['plain', '/no'] })).toMatchObject({
    Parameters: [{ Name: 'plain', Value: 'x' }],
    InvalidParameters: ['/no'],
  })
})

it.each([
  ['PutParameter', { Name: 'plain', Value: 'y' }, 'ParameterAlreadyExists'],
  ['PutParameter', { Name: 'new', Value: 'y' }, 'ValidationException'],
  ['PutParameter', { Name: 'new', Value: 'y'.repeat(4097), Type: 'String' }, 'ValidationException'],
  ['GetParameters', { Names: [] }, 'ValidationException'],
  ['DeleteParameter', { Name: 'plain' }, 'UnknownOperationException'],
])('refuses %s %j with %s', async (operation, input, code) => {
  const { ssm, call } = start()
  ssm.provide({ name: 'plain', value: 'x', type: 'String' })
  await expect(call(operation, input)).rejects.toMatchObject({ code })
})

it('asks for the permission on each parameter', () => {
  const { api } = start().ssm
  expect(api.permissionsFor('GetParameters', { Names: ['/a/b', 'c'] })).toEqual([
    { action: 'ssm:GetParameters', resource: arnOf('ssm', 'parameter/a/b') },
    { action: 'ssm:GetParameters', resource: arnOf('ssm', 'parameter/c') },
  ])
  expect(api.permissionsFor('PutParameter', { Name: '/a/b', Value: 'x' })).toEqual([
    { action: 'ssm:PutParameter', resource: arnOf('ssm', 'parameter/a/b') },
  ])
})
