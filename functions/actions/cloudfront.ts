import { CloudFrontClient, CreateInvalidationCommand, GetDistributionCommand } from '@aws-sdk/client-cloudfront'
import * as z from 'zod/mini'
import { clip } from '../domain/clip.ts'
import { defineAction } from './action.ts'
import { callsOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { inputOf, name } from './input.ts'
import { arn } from './resource.ts'

// Amazon CloudFront. Every export is an action.

interface Target {
  readonly distribution: string
}
const call = callsOf(CloudFrontClient, 'cloudfront')
const on = ({ distribution }: Target) => arn('cloudfront', `distribution/${distribution}`, { region: '' })
const getDistribution = call(GetDistributionCommand, { on })
const createInvalidation = call(CreateInvalidationCommand, { on })

/** `*` stands for any ending, and nowhere else. */
const path = z
  .string('some text')
  .check(
    z.regex(
      /^\/[!-)+-~]{0,254}\*?$/,
      'a path that begins with /, as it stands in a URL; * can only be its last letter',
    ),
  )

/** Lets CloudFront forget what it keeps of some paths. */
export const invalidate = defineAction({
  input: inputOf({
    distribution: name.check(z.describe('the distribution’s id')),
    paths: z
      .array(path, 'a list of paths')
      .check(
        z.minLength(1, 'at least one path'),
        z.maxLength(30, 'at most 30 paths'),
        z.describe('what to forget: /index.html, /images/*'),
      ),
  }),
  fixed: ['paths'],
  does: 'lets CloudFront forget what it keeps of some paths: the origin gets all requests for them until it is kept again',
  risk: 'disruptive',
  locks: ({ distribution }) => `cloudfront distribution/${distribution}`,
  wait: { minutes: 10 },
  refuses: ['the distribution is disabled'],
  reads: { getDistribution },
  changes: { createInvalidation },

  async look(cloudfront, { distribution }) {
    const { Distribution: found } = await cloudfront.getDistribution({ Id: distribution })
    if (found?.DistributionConfig?.Enabled === false) {
      throw new CannotAct(`distribution ${distribution} is disabled, so it serves nothing that could be forgotten`)
    }
    return { domain: found?.DomainName ?? '' }
  },

  title: ({ distribution, paths }, seen) =>
    `invalidate ${inWords(paths)} in distribution ${distribution}${seen && seen.domain !== '' ? ` (${seen.domain})` : ''}`,

  async act(cloudfront, { distribution, paths }, _, mark) {
    // Told the same reference again, CloudFront answers with the invalidation that it made the first time.
    const { Invalidation: made } = await cloudfront.createInvalidation({
      DistributionId: distribution,
      InvalidationBatch: { CallerReference: mark, Paths: { Quantity: paths.length, Items: [...paths] } },
    })
    return `${distribution} forgets ${inWords(paths)} (invalidation ${made?.Id ?? 'without an id'})`
  },
})

/** All of them while that is short. */
function inWords(paths: readonly string[]): string {
  const all = paths.join(', ')
  return all.length <= 80 ? all : `${paths.length} paths (${clip(all, 60)})`
}
