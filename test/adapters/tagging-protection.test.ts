import type { Session } from '../../functions/actions/api-call.ts'
import { taggedProtection } from '../../functions/adapters/tagging-protection.ts'

const arn = (n: number, region = 'eu-central-1') => `arn:aws:ecs:${region}:000000000000:service/shop/service-${n}`
type Asked = { readonly ResourceARNList: string[] }

/** Tags by ARN, as AWS would tell them; what it was asked. */
function aws(tags: Readonly<Record<string, Record<string, string>>>, more: object = {}) {
  const asked: { region: string | undefined; arns: readonly string[] }[] = []
  const session: Pick<Session, 'send'> = {
    async send(_, command, region) {
      const { ResourceARNList: arns } = command.input as Asked
      asked.push({ region, arns })
      const found = arns.flatMap((arn) => (tags[arn] ? [[arn, tags[arn]] as const] : []))
      const ResourceTagMappingList = found.map(([ResourceARN, all]) => ({
        ResourceARN,
        Tags: Object.entries(all).map(([Key, Value]) => ({ Key, Value })),
      }))
      return { ResourceTagMappingList, ...more }
    },
  }
  return { asked, protection: taggedProtection({ arnOf: () => '', ...session }) }
}

it('finds what is tagged andon:protected, in one call', async () => {
  const { asked, protection } = aws({ [arn(1)]: { team: 'shop' }, [arn(2)]: { 'andon:protected': 'yes' } })
  expect(await protection([arn(1), arn(2)])).toEqual({ kind: 'protected', what: arn(2) })
  expect(asked).toEqual([{ region: 'eu-central-1', arns: [arn(1), arn(2)] }])
})

it('takes what has no such tag, or was never tagged, for free', async () => {
  const { protection } = aws({ [arn(1)]: { 'andon:protected': 'false' } })
  expect(await protection([arn(1), arn(2)])).toEqual({ kind: 'none' })
})

it('asks where a thing is: in its own region, a hundred at a time', async () => {
  const { asked, protection } = aws({})
  const many = Array.from({ length: 101 }, (_, n) => arn(n))
  await protection([...many, arn(1, 'us-west-2'), 'arn:aws:cloudfront::000000000000:distribution/E1', 'arn:aws:s3:::b'])
  expect(asked.map(({ region, arns }) => [region, arns.length])).toEqual([
    ['eu-central-1', 100],
    ['eu-central-1', 1],
    ['us-west-2', 1],
    ['us-east-1', 1],
    [undefined, 1],
  ])
})

it.each([
  ['AWS denies it', { send: () => Promise.reject(new Error('AccessDenied: tag:GetResources')) }],
  ['the answer is no answer', { send: () => Promise.resolve({ ResourceTagMappingList: 'none' }) }],
  ['the answer goes on', { send: () => Promise.resolve({ PaginationToken: 'more' }) }],
])('cannot tell where %s', async (_, session) => {
  expect(await taggedProtection({ arnOf: () => '', ...session })([arn(1)])).toEqual({
    kind: 'unknown',
    because: expect.stringMatching(/^its tags cannot be read: /),
  })
})
