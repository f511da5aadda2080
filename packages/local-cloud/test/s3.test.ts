import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { MovedClock } from '../src/clock.ts'
import { createS3 } from '../src/services/s3/s3.ts'
import type { Permission } from '../src/api.ts'
import { AwsError } from '../src/aws-error.ts'
import { resolveTemplate } from '../src/template/template.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'

const folder = mkdtempSync(join(tmpdir(), 'andon-'))
const large = Buffer.alloc(3_000_000, 'andon')
writeFileSync(join(folder, 'agent.tgz'), large)
mkdirSync(join(folder, 'bundle'))
afterAll(() => rmSync(folder, { recursive: true }))

const Bucket = 'cdk-assets-000000000000-eu-central-1'
const agent = { Bucket, Key: 'agent.tgz' }
const assets = ['agent.tgz', 'bundle', 'gone.tgz'].map((name) => [name, join(folder, name)] as const)
const template = resolveTemplate(
  {
    stackName: 'Andon',
    raw: { Metadata: {}, Parameters: {}, Conditions: {}, Mappings: {}, Rules: {}, Resources: {}, Outputs: {} },
    assets: new Map(assets),
    assetBuckets: new Set(['cdk-assets-${AWS::AccountId}-${AWS::Region}']),
  },
  { endpoint: 'http://127.0.0.1:4566' },
)

async function start({ mayGet = true } = {}) {
  // On a full second, as the date in a signature is.
  const clock = new MovedClock(Date.UTC(2026, 10, 21, 9))
  const asked: Permission[] = []
  const authorize = (_caller: unknown, permissions: readonly Permission[]) => {
    asked.push(...permissions)
    if (!mayGet) throw new AwsError('AccessDeniedException', 'not authorized to perform: s3:GetObject')
  }
  const { client } = await startEndpoint({ s3: createS3(template).api }, { authorize, clock })
  const aws = new S3Client({ ...client(), forcePathStyle: true })
  const presign = (expiresIn = 3600) =>
    getSignedUrl(aws, new GetObjectCommand(agent), { expiresIn, signingDate: new Date(clock.now()) })
  return { aws, clock, asked, presign }
}
const refusal = async (url: string) => {
  const answer = await fetch(url)
  return { status: answer.status, body: await answer.text() }
}

it('hands out an asset that is a file', async () => {
  const { aws, asked } = await start()
  const { Body, ContentLength } = await aws.send(new GetObjectCommand(agent))
  expect(ContentLength).toBe(large.length)
  expect(large.equals(await Body!.transformToByteArray())).toBe(true)
  expect(await aws.send(new HeadObjectCommand(agent))).toMatchObject({ ContentLength: large.length })
  expect(asked[0]).toEqual({ action: 's3:GetObject', resource: `arn:aws:s3:::${Bucket}/agent.tgz` })
})

it('gives it to anybody with a presigned URL, for as long as that says', async () => {
  const { clock, presign } = await start()
  const url = await presign()
  clock.move(3_600_000)
  const answer = await fetch(url)
  expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(large)]).toEqual([200, true])
  clock.move(1000)
  expect(await refusal(url)).toEqual({
    status: 403,
    body: '<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>',
  })
})

it.each([
  ['of tomorrow', 'X-Amz-Date=20990101T000000Z', 403, 'not valid yet'],
  ['of no day', 'X-Amz-Date=20261399T000000Z', 403, 'not valid yet'],
  ['without a day', 'X-Amz-Date=x', 400, 'AuthorizationQueryParametersError'],
  ['for longer than a week', 'X-Amz-Expires=604801', 400, 'AuthorizationQueryParametersError'],
  ['for ever', 'X-Amz-Expires=Infinity', 400, 'AuthorizationQueryParametersError'],
])('takes no URL %s', async (_, instead, status, said) => {
  const { presign } = await start()
  const url = (await presign()).replace(new RegExp(`${instead.split('=')[0]}=[^&]*`), instead)
  expect(await refusal(url)).toEqual({ status, body: expect.stringContaining(said) })
})

it('has nothing else: no other bucket, no other key, and no file beside', async () => {
  const { aws } = await start()
  const missing = expect.objectContaining({ name: 'NoSuchKey' })
  for (const other of [
    { Bucket: 'cdk-assets', Key: 'agent.tgz' },
    { Bucket, Key: 'other.tgz' },
    { Bucket, Key: 'gone.tgz' },
    { Bucket, Key: 'agent.tgz/etc/passwd' },
  ]) {
    await expect(aws.send(new GetObjectCommand(other))).rejects.toEqual(missing)
  }
  for (const Key of ['..', '../agent.tgz', 'agent.tgz/../../etc/passwd'])
    await expect(aws.send(new GetObjectCommand({ Bucket, Key }))).rejects.toThrow(/exist|not modelled/)
})

it('names what is not modelled', async () => {
  const { aws } = await start()
  await expect(aws.send(new GetObjectCommand({ Bucket, Key: 'bundle' }))).rejects.toThrow('not modelled')
  await expect(aws.send(new PutObjectCommand({ ...agent, Body: 'x' }))).rejects.toThrow('not modelled')
})

it('gives nothing to a role that may not have it', async () => {
  const { presign } = await start({ mayGet: false })
  expect(await refusal(await presign())).toMatchObject({ body: expect.stringContaining('AccessDenied') })
})
