import type { PublicAccessBlockConfiguration } from '@aws-sdk/client-s3'
import { blockPublicAccess } from '../../functions/actions/s3.ts'
import { awsError, sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const all = (set: boolean): PublicAccessBlockConfiguration => ({
  BlockPublicAcls: set,
  IgnorePublicAcls: set,
  BlockPublicPolicy: set,
  RestrictPublicBuckets: set,
})

function aBucket(blocks?: PublicAccessBlockConfiguration) {
  const bucket = { blocks }
  const answers = {
    GetPublicAccessBlock() {
      if (bucket.blocks !== undefined) return { PublicAccessBlockConfiguration: bucket.blocks }
      const none = awsError(
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
      )
      throw Object.assign(none, { $metadata: { httpStatusCode: 404 } })
    },
    PutPublicAccessBlock(request: { PublicAccessBlockConfiguration: PublicAccessBlockConfiguration }) {
      bucket.blocks = request.PublicAccessBlockConfiguration
      return {}
    },
    DeletePublicAccessBlock() {
      bucket.blocks = undefined
      return {}
    },
  }
  const state = () => ({ ...bucket })
  return { ...sessionWith({ answers, state }), answers, state, bucket }
}

function aBucketElsewhere() {
  const bucket = aBucket()
  const GetPublicAccessBlock = () => {
    throw Object.assign(awsError('PermanentRedirect', 'use another endpoint'), { $metadata: { httpStatusCode: 301 } })
  }
  return { ...bucket, answers: { ...bucket.answers, GetPublicAccessBlock } }
}

const given = { bucket: 'shop-images' }
await itKeepsTheContract('s3', {
  blockPublicAccess: {
    given,
    world: () => aBucket(),
    refuses: [
      [{}, 'bucket'],
      [{ bucket: 'shop-*' }, 'bucket'],
      [{ bucket: 'shop-images/*' }, 'bucket'],
    ],
    senseless: {
      'all public access is blocked already': {
        world: () => aBucket(all(true)),
        says: 'all public access to shop-images is blocked already',
      },
      'the bucket is in another region': { world: aBucketElsewhere, says: 'shop-images is in another region' },
    },
  },
})

describe('block public access', () => {
  const action = blockPublicAccess.on(given)
  const some = { ...all(false), BlockPublicAcls: true, IgnorePublicAcls: true }

  it('sets all four blocks, and says how many were set', async () => {
    const { session, bucket } = aBucket(some)
    const plan = await action.look(session)
    expect(action.title(plan)).toBe('block all public access to bucket shop-images (now 2 of 4 blocks are set)')
    expect(await action.act(session, plan, 'mark')).toBe('all public access to shop-images is blocked now')
    expect(bucket.blocks).toEqual(all(true))
    expect(await action.act(session, plan, 'mark')).toBe('all public access to shop-images is blocked')
  })

  it.each([
    ['no configuration', undefined],
    ['one that blocks nothing', all(false)],
    ['some blocks', some],
  ])('brings back exactly what was: %s', async (_, blocks) => {
    const { session, bucket } = aBucket(blocks)
    const plan = await action.look(session)
    await action.act(session, plan, 'mark')
    await action.undo?.(session, plan, 'mark-undo')
    expect(bucket.blocks).toEqual(blocks)
  })

  it.each(['act', 'undo'] as const)('leaves alone what somebody has set in the meantime: %s', async (what) => {
    const { session, bucket } = aBucket()
    const plan = await action.look(session)
    bucket.blocks = some
    await expect(action[what]?.(session, plan, 'mark')).rejects.toThrow(
      'somebody changed the public access blocks of shop-images in the meantime, so nothing was changed',
    )
    expect(bucket.blocks).toEqual(some)
  })

  it('passes on what else fails', async () => {
    const { session, answers } = aBucket()
    answers.GetPublicAccessBlock = () => {
      throw awsError('AccessDenied', 'no')
    }
    await expect(action.look(session)).rejects.toThrow('s3:GetPublicAccessBlock was denied: no')
  })
})

it('names the calls that it makes, on the one bucket', () => {
  const { calls } = blockPublicAccess.on(given)
  expect(
    calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`))),
  ).toEqual([
    's3:GetBucketPublicAccessBlock s3:::shop-images',
    's3:PutBucketPublicAccessBlock s3:::shop-images',
    's3:PutBucketPublicAccessBlock s3:::shop-images',
  ])
})
