import { anAndon, awsError, clientsFor } from './fake-aws.ts'
import { at } from '../signals.ts'
import { typed } from './typed-command.ts'

function installed() {
  const there = anAndon()
  there.install('desk-1', 'ab12')
  there.install('wall', 'cd34')
  there.connections.set('desk-1', { connected: true })
  for (const light of ['desk-1', 'wall']) {
    there.retained.set(`andon/lights/${light}/command`, {})
    there.retained.set(`andon/lights/${light}/reported`, {})
  }
  return there
}

it('takes back all that the light may do, and nothing of any other', async () => {
  const there = installed()
  const { code, said } = await typed('light remove desk-1 --yes', there.aws)

  expect(code).toBe(0)
  expect([...there.certificates.keys()]).toEqual(['cd34'])
  expect(there.certificates.get('cd34')).toMatchObject({ status: 'ACTIVE' })
  expect([...there.registered]).toEqual(['wall'])
  expect(there.connections.size).toBe(0)
  expect([...there.retained.keys()]).toEqual([
    'andon/lights/desk-1/command',
    'andon/lights/wall/command',
    'andon/lights/wall/reported',
  ])
  expect(said.join('\n')).toContain('desk-1: 1 certificate deleted')
})

it('lets nobody in any more before it throws out who is', async () => {
  const there = installed()
  await typed('light remove desk-1 --yes', there.aws)
  const { calls } = there
  expect(calls.indexOf('UpdateCertificate')).toBeLessThan(calls.indexOf('DeleteConnection'))
  expect(calls.indexOf('DeleteConnection')).toBeLessThan(calls.indexOf('Publish'))
})

it('ends leave to become the light, too', async () => {
  const there = anAndon()
  await typed('light add desk-1', there.aws)
  const { said } = await typed('light remove desk-1 --yes', there.aws)
  expect(there.certificates.size).toBe(0)
  expect(there.items.size).toBe(0)
  expect(said[0]).toBe('desk-1: its install line no longer works')
})

it('waits until AWS IoT has seen that the certificate was detached', async () => {
  const there = installed()
  let asked = 0
  const slowly = (input: any) => {
    if (++asked < 4) throw awsError('DeleteConflictException')
    return there.handlers['DeleteCertificate']!(input)
  }
  const { code } = await typed(
    'light remove desk-1 --yes',
    clientsFor({ ...there.handlers, DeleteCertificate: slowly }),
  )
  expect(code).toBe(0)
  expect(there.certificates.has('ab12')).toBe(false)
})

it('goes on where it broke off', async () => {
  const there = installed()
  const broken = () => {
    throw awsError('InternalFailureException', 'try later', 500)
  }
  const first = await typed('light remove desk-1 --yes', clientsFor({ ...there.handlers, DetachPolicy: broken }))
  expect(first.code).toBe(1)
  expect(there.certificates.get('ab12')).toMatchObject({ status: 'INACTIVE' })

  expect(await typed('light remove desk-1 --yes', there.aws)).toMatchObject({ code: 0 })
  expect(await typed('light remove desk-1 --yes', there.aws)).toMatchObject({ code: 0 })
  expect(there.certificates.has('ab12')).toBe(false)
})

describe('a light that has left the config', () => {
  it('is removed when Andon let it in, and its name is free again', async () => {
    const there = installed()
    there.install('lobby', 'ef56')
    there.certificates.get('ef56')!.status = 'INACTIVE'
    there.keepDevice('lobby', 'ef56', { endedAt: at('08:30') })

    expect((await typed('light list', there.aws)).said).toEqual(
      expect.arrayContaining(['lobby: no longer in the config', '  access       ended 2026-11-21']),
    )
    expect(await typed('light remove lobby --yes', there.aws)).toMatchObject({ code: 0 })
    expect(there.certificates.has('ef56')).toBe(false)
    expect(there.registered.has('lobby')).toBe(false)
    expect((await typed('light list', there.aws)).said.join()).not.toContain('lobby')
    expect(await typed('light remove lobby --yes', there.aws)).toMatchObject({ code: 1 })
  })

  it('is removed when an older Andon let it in: its certificate has the policy of devices', async () => {
    const there = installed()
    there.install('lobby', 'ef56')
    expect(await typed('light remove lobby --yes', there.aws)).toMatchObject({ code: 0 })
    expect([...there.certificates.keys()]).toEqual(['ab12', 'cd34'])
  })

  it('goes on where it broke off, also once its certificate is gone', async () => {
    const there = installed()
    there.install('lobby', 'ef56')
    there.keepDevice('lobby', 'ef56')
    const broken = () => {
      throw awsError('InternalFailureException', 'try later', 500)
    }
    await typed('light remove lobby --yes', clientsFor({ ...there.handlers, DeleteThing: broken }))
    expect(there.registered.has('lobby')).toBe(true)
    expect(await typed('light remove lobby --yes', there.aws)).toMatchObject({ code: 0 })
    expect(there.registered.has('lobby')).toBe(false)
  })
})

it('leaves the things of others alone', async () => {
  const there = installed()
  there.install('press-7', 'ff00')
  there.certificates.get('ff00')!.policies.clear()
  const { code, remarked } = await typed('light remove press-7 --yes', there.aws)
  expect(code).toBe(1)
  expect(remarked).toContain('has no light or cord press-7')
  expect(there.certificates.get('ff00')).toMatchObject({ status: 'ACTIVE' })
  expect(there.calls).not.toContain('DeleteThing')
})

describe('asks first', () => {
  it.each([
    ['', false],
    ['n', false],
    ['yesterday', false],
    ['y', true],
    ['Yes', true],
  ])('and takes %j for it or not', async (answer, goes) => {
    const there = installed()
    const { code } = await typed('light remove desk-1', there.aws, { answer })
    expect(code).toBe(goes ? 0 : 1)
    expect(there.certificates.has('ab12')).toBe(!goes)
  })

  it('and does nothing where nobody can be asked', async () => {
    const there = installed()
    const { code, remarked } = await typed('light remove desk-1', there.aws)
    expect(code).toBe(1)
    expect(remarked).toContain('--yes')
    expect(there.certificates.has('ab12')).toBe(true)
  })
})
