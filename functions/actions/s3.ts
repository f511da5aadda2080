import {
  DeletePublicAccessBlockCommand,
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import * as z from 'zod/mini'
import { defineAction } from './action.ts'
import { callsOf, type ClientOf } from './api-call.ts'
import { CannotAct, isCalled } from './failure.ts'
import { inputOf, name } from './input.ts'
import { arn } from './resource.ts'

// Amazon S3. Every export is an action.

interface Target {
  readonly bucket: string
}
const call = callsOf(S3Client, 's3')
const on = ({ bucket }: Target) => arn('s3', bucket, { region: '', account: '' })
const calls = {
  getPublicAccessBlock: call(GetPublicAccessBlockCommand, { action: 's3:GetBucketPublicAccessBlock', on }),
  putPublicAccessBlock: call(PutPublicAccessBlockCommand, { action: 's3:PutBucketPublicAccessBlock', on }),
  deletePublicAccessBlock: call(DeletePublicAccessBlockCommand, { action: 's3:PutBucketPublicAccessBlock', on }),
}

/** Shuts a bucket to the public, whatever its policy and its ACLs say. */
export const blockPublicAccess = defineAction({
  input: inputOf({ bucket: name.check(z.describe('the bucket’s name; it is in the region that Andon runs in')) }),
  does: 'shuts a bucket to the public, whatever its policy and its ACLs say: sets all four of its public access blocks',
  undoOnlyIfAsked: true,
  risk: 'disruptive',
  locks: ({ bucket }) => `s3 ${bucket}`,
  wait: { minutes: 15 },
  refuses: ['all public access is blocked already', 'the bucket is in another region'],
  reads: { getPublicAccessBlock: calls.getPublicAccessBlock },
  changes: {
    putPublicAccessBlock: calls.putPublicAccessBlock,
    deletePublicAccessBlock: calls.deletePublicAccessBlock,
  },

  async look(s3, target) {
    const was = await blocksOf(s3, target).catch((failure: unknown) => {
      if (!isCalled(failure, 'PermanentRedirect')) throw failure
      throw new CannotAct(`${target.bucket} is in another region`, { cause: failure })
    })
    if (same(was, whole)) throw new CannotAct(`all public access to ${target.bucket} is blocked already`)
    return { was }
  },

  title: ({ bucket }, seen) =>
    `block all public access to bucket ${bucket}${seen ? ` (now ${count(seen.was)} of 4 blocks are set)` : ''}`,

  async act(s3, target, { was }) {
    const now = await blocksOf(s3, target)
    if (same(now, whole)) return `all public access to ${target.bucket} is blocked`
    if (!same(now, was)) throw new CannotAct(changedMeanwhile(target))
    await s3.putPublicAccessBlock({ Bucket: target.bucket, PublicAccessBlockConfiguration: inAwsWords(whole) })
    return `all public access to ${target.bucket} is blocked now`
  },

  async undo(s3, target, { was }) {
    const now = await blocksOf(s3, target)
    const words = `${target.bucket} has its public access blocks as they were (${count(was)} of 4)`
    if (same(now, was)) return words
    if (!same(now, whole)) throw new CannotAct(changedMeanwhile(target))
    if (was === null) await s3.deletePublicAccessBlock({ Bucket: target.bucket })
    else await s3.putPublicAccessBlock({ Bucket: target.bucket, PublicAccessBlockConfiguration: inAwsWords(was) })
    return words
  },
})

/** Null where the bucket has no configuration of it, which is not the same as four times no. */
type Blocks = { acls: boolean; ignoreAcls: boolean; policy: boolean; restrict: boolean } | null

const whole = { acls: true, ignoreAcls: true, policy: true, restrict: true }

async function blocksOf(s3: Pick<ClientOf<typeof calls>, 'getPublicAccessBlock'>, { bucket }: Target): Promise<Blocks> {
  try {
    const { PublicAccessBlockConfiguration: found = {} } = await s3.getPublicAccessBlock({ Bucket: bucket })
    const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = found
    return {
      acls: BlockPublicAcls ?? false,
      ignoreAcls: IgnorePublicAcls ?? false,
      policy: BlockPublicPolicy ?? false,
      restrict: RestrictPublicBuckets ?? false,
    }
  } catch (failure) {
    if (isCalled(failure, 'NoSuchPublicAccessBlockConfiguration')) return null
    throw failure
  }
}

const inAwsWords = ({ acls, ignoreAcls, policy, restrict }: NonNullable<Blocks>): PublicAccessBlockConfiguration => ({
  BlockPublicAcls: acls,
  IgnorePublicAcls: ignoreAcls,
  BlockPublicPolicy: policy,
  RestrictPublicBuckets: restrict,
})

const same = (one: Blocks, other: Blocks) =>
  one === null || other === null
    ? one === other
    : one.acls === other.acls &&
      one.ignoreAcls === other.ignoreAcls &&
      one.policy === other.policy &&
      one.restrict === other.restrict

const count = (blocks: Blocks) => Object.values(blocks ?? {}).filter(Boolean).length

const changedMeanwhile = ({ bucket }: Target) =>
  `somebody changed the public access blocks of ${bucket} in the meantime, so nothing was changed`
