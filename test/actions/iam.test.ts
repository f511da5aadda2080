import { deactivateAccessKey } from '../../functions/actions/iam.ts'
import { sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const key = 'AKIAIOSFODNN7EXAMPLE'

/** A user with two keys, the one that is meant and another. */
function aUser(status: 'Active' | 'Inactive' | 'gone' = 'Active') {
  const keys = new Map([['AKIAI44QH8DHBEXAMPLE', 'Active']])
  if (status !== 'gone') keys.set(key, status)
  const tags: { Key: string; Value: string }[] = [{ Key: 'team', Value: 'checkout' }]
  const answers = {
    ListAccessKeys: () => ({
      AccessKeyMetadata: [...keys].map(([AccessKeyId, Status]) => ({ UserName: 'ci', AccessKeyId, Status })),
    }),
    ListUserTags: () => ({ Tags: tags }),
    UpdateAccessKey({ AccessKeyId, Status }: { AccessKeyId: string; Status: string }) {
      keys.set(AccessKeyId, Status)
      return {}
    },
  }
  const state = () => [...keys]
  return { ...sessionWith({ answers, state }), answers, state, keys, tags }
}

const given = { user: 'ci', key }
await itKeepsTheContract('iam', {
  deactivateAccessKey: {
    given,
    world: () => aUser(),
    refuses: [
      [{ user: 'ci' }, 'key'],
      [{ user: '*', key }, 'user'],
      [{ user: 'teams/ci', key }, 'user'],
      [{ user: 'ci', key: 'ASIAIOSFODNN7EXAMPLE' }, 'key'],
      [{ user: 'ci', path: 'teams', key }, 'path'],
      [{ user: 'ci', path: '/*/', key }, 'path'],
    ],
    senseless: {
      'the user has no such key': { world: () => aUser('gone'), says: `user ci has no access key ${key}` },
      'the key is inactive already': {
        world: () => aUser('Inactive'),
        says: `${key} of ci is not active (it is Inactive)`,
      },
    },
  },
})

describe('deactivate an access key', () => {
  const action = deactivateAccessKey.on(given)

  it('sees by itself whether the user is for people alone: AWS tells users’ tags in no other way', async () => {
    const { session, tags } = aUser()
    expect(action.reach(await action.look(session))).toEqual({ carriers: [] })
    tags.push({ Key: 'andon:protected', Value: 'yes' })
    expect(action.reach(await action.look(session))).toEqual({ carriers: [], seenProtected: 'user ci' })
  })

  it('makes the one key inactive, and active again', async () => {
    const { session, keys } = aUser()
    const plan = await action.look(session)
    expect(await action.act(session, plan, 'mark')).toBe(`${key} is inactive now`)
    expect([...keys]).toEqual([
      ['AKIAI44QH8DHBEXAMPLE', 'Active'],
      [key, 'Inactive'],
    ])
    expect(await action.undo?.(session, plan, 'mark-undo')).toBe(`${key} is active again`)
    expect(await action.undo?.(session, plan, 'mark-undo')).toBe(`${key} is active`)
  })

  it('cannot bring back a key that somebody has deleted', async () => {
    const { session, keys } = aUser()
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    keys.delete(key)
    await expect(action.undo?.(session, plan, 'mark-undo')).rejects.toThrow(`user ci has no access key ${key}`)
  })
})

it('names the calls that it makes, on the one user, with the path that its ARN has', () => {
  const grants = [given, { ...given, user: 'jane@example.com', path: '/teams/shop/' }].map((input) =>
    deactivateAccessKey
      .on(input)
      .calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`))),
  )
  expect(grants).toEqual([
    ['iam:ListAccessKeys iam:::user/ci', 'iam:ListUserTags iam:::user/ci', 'iam:UpdateAccessKey iam:::user/ci'],
    [
      'iam:ListAccessKeys iam:::user/teams/shop/jane@example.com',
      'iam:ListUserTags iam:::user/teams/shop/jane@example.com',
      'iam:UpdateAccessKey iam:::user/teams/shop/jane@example.com',
    ],
  ])
})
