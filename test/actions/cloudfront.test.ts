import { invalidate } from '../../functions/actions/cloudfront.ts'
import { sessionWith } from './an-imitation.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

interface Batch {
  readonly CallerReference: string
  readonly Paths: { readonly Quantity: number; readonly Items: readonly string[] }
}

/** A distribution that knows its callers' references, as CloudFront does. */
function aDistribution(Enabled = true) {
  const batches: Batch[] = []
  const answers = {
    GetDistribution: () => ({
      Distribution: { DomainName: 'd111111abcdef8.cloudfront.net', DistributionConfig: { Enabled } },
    }),
    CreateInvalidation({ InvalidationBatch: batch }: { InvalidationBatch: Batch }) {
      const known = batches.findIndex(({ CallerReference }) => CallerReference === batch.CallerReference)
      const at = known === -1 ? batches.push(batch) : known + 1
      return { Invalidation: { Id: `I${at}` } }
    },
  }
  const state = () => batches
  return { ...sessionWith({ answers, state }), answers, state, batches }
}

const given = { distribution: 'EDFDVBD6EXAMPLE', paths: ['/index.html', '/images/*'] }
await itKeepsTheContract('cloudfront', {
  invalidate: {
    given,
    world: () => aDistribution(),
    refuses: [
      [{ ...given, distribution: '*' }, 'distribution'],
      [{ ...given, paths: [] }, 'paths'],
      [{ ...given, paths: Array.from({ length: 31 }, (_, i) => `/${i}`) }, 'paths'],
      [{ ...given, paths: ['index.html'] }, 'paths.0'],
      [{ ...given, paths: ['/*/index.html'] }, 'paths.0'],
      [{ ...given, paths: ['/ä'] }, 'paths.0'],
      [{ ...given, paths: '/*' }, 'paths'],
    ],
    senseless: {
      'the distribution is disabled': {
        world: () => aDistribution(false),
        says: 'distribution EDFDVBD6EXAMPLE is disabled, so it serves nothing that could be forgotten',
      },
    },
  },
})

describe('invalidate', () => {
  const action = invalidate.on(given)

  it('names paths and domain, and asks under the mark of its act', async () => {
    const { session, batches } = aDistribution()
    const plan = await action.look(session)
    expect(action.title(plan)).toBe(
      'invalidate /index.html, /images/* in distribution EDFDVBD6EXAMPLE (d111111abcdef8.cloudfront.net)',
    )
    expect(await action.act(session, plan, 'mark')).toBe(
      'EDFDVBD6EXAMPLE forgets /index.html, /images/* (invalidation I1)',
    )
    expect(batches).toEqual([{ CallerReference: 'mark', Paths: { Quantity: 2, Items: ['/index.html', '/images/*'] } }])
  })

  it('counts the paths where they are too many to name', () => {
    const paths = Array.from({ length: 30 }, (_, i) => `/images/${i}.png`)
    expect(invalidate.on({ ...given, paths }).title()).toMatch(
      /^invalidate 30 paths \(\/images\/0\.png, \/images\/1\.png.*…\) in distribution EDFDVBD6EXAMPLE$/,
    )
  })

  it('takes its paths from the config alone', () => {
    expect(invalidate.fixed).toEqual(['paths'])
  })
})

it('names the calls that it makes, on the one distribution', () => {
  const { calls } = invalidate.on(given)
  expect(
    calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`))),
  ).toEqual([
    'cloudfront:GetDistribution cloudfront:::distribution/EDFDVBD6EXAMPLE',
    'cloudfront:CreateInvalidation cloudfront:::distribution/EDFDVBD6EXAMPLE',
  ])
})
