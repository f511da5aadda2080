import { NormalizedSchema } from '@smithy/core/schema'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ARCZonalShiftClient } from '../../functions/actions/arc-client.ts'
import {
  CancelZonalShiftCommand,
  GetManagedResourceCommand,
  schemas,
  StartZonalShiftCommand,
} from '../../functions/actions/arc-commands.ts'
import { failureInWords } from '../../functions/actions/failure.ts'
import { modelOf, withAwsModels } from './aws-models.ts'

const resourceIdentifier =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/checkout/50dc6c495c0c9188'
const credentials = async () => ({
  accessKeyId: 'PLAYBOOK',
  secretAccessKey: 'x',
  sessionToken: 'a session',
  expiration: new Date('2100-01-01'),
})

interface Asked extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly body: string
}
let asked: Asked[]
let answer: { readonly status: number; readonly headers?: Record<string, string>; readonly body: unknown }
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += String(chunk)))
  request.on('end', () => {
    asked.push({ method: request.method!, url: request.url!, headers: request.headers, body })
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
    response.end(JSON.stringify(answer.body))
  })
})
const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
let client: ARCZonalShiftClient
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  client = new ARCZonalShiftClient({ region: 'eu-west-1', credentials, endpoint: endpoint(), maxAttempts: 1 })
})
beforeEach(() => (asked = []))
afterAll(async () => {
  client.destroy()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

it('asks about a load balancer, signed for the service and the region', async () => {
  const shift = { zonalShiftId: 'shift-1', awayFrom: 'euw1-az1', comment: 'Andon x', expiryTime: 1_790_000_000 }
  answer = {
    status: 200,
    body: {
      arn: resourceIdentifier,
      appliedWeights: { 'euw1-az1': 0, 'euw1-az2': 1 },
      zonalShifts: [shift],
      autoshifts: [],
    },
  }
  expect(await client.send(new GetManagedResourceCommand({ resourceIdentifier }))).toMatchObject({
    appliedWeights: { 'euw1-az1': 0, 'euw1-az2': 1 },
    zonalShifts: [{ ...shift, expiryTime: new Date(1_790_000_000_000) }],
    autoshifts: [],
  })
  expect(asked).toMatchObject([
    { method: 'GET', url: `/managedresources/${encodeURIComponent(resourceIdentifier)}`, body: '' },
  ])
  expect(asked[0]?.headers.authorization).toMatch(
    /Credential=PLAYBOOK\/\d{8}\/eu-west-1\/arc-zonal-shift\/aws4_request/,
  )
  expect(asked[0]?.headers['x-amz-security-token']).toBe('a session')
})

it('starts and cancels a shift', async () => {
  answer = { status: 201, body: { zonalShiftId: 'shift-1', status: 'ACTIVE', expiryTime: 1_790_000_000 } }
  const start = { resourceIdentifier, awayFrom: 'euw1-az1', expiresIn: '3h', comment: 'Andon x' }
  const started = await client.send(new StartZonalShiftCommand(start))
  expect(started).toMatchObject({ zonalShiftId: 'shift-1', expiryTime: new Date(1_790_000_000_000) })
  answer = { status: 200, body: { zonalShiftId: 'shift-1', status: 'CANCELED' } }
  await client.send(new CancelZonalShiftCommand({ zonalShiftId: 'shift-1' }))
  expect(asked.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['POST', '/zonalshifts', JSON.stringify(start)],
    ['DELETE', '/zonalshifts/shift-1', ''],
  ])
})

it('throws what is refused as the SDK does, so that it comes to words', async () => {
  const type = { 'x-amzn-errortype': 'ResourceNotFoundException:http://internal.amazon.com/' }
  answer = { status: 404, headers: type, body: { message: 'no such resource' } }
  const error: unknown = await client
    .send(new GetManagedResourceCommand({ resourceIdentifier }))
    .catch((e: unknown) => e)
  expect(error).toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } })
  expect(failureInWords(error, 'arc-zonal-shift:GetManagedResource')).toHaveProperty(
    'message',
    'arc-zonal-shift:GetManagedResource was refused (ResourceNotFoundException): no such resource',
  )
})

it('goes where the environment sends all of AWS, as on a laptop', async () => {
  const before = { ...process.env }
  Object.assign(process.env, { AWS_ENDPOINT_URL: endpoint(), AWS_REGION: 'eu-central-1' })
  const anywhere = new ARCZonalShiftClient({ credentials })
  try {
    answer = { status: 200, body: { appliedWeights: {}, zonalShifts: [] } }
    await anywhere.send(new GetManagedResourceCommand({ resourceIdentifier }))
  } finally {
    process.env = before
    anywhere.destroy()
  }
  expect(asked[0]?.headers.authorization).toContain('/eu-central-1/arc-zonal-shift/')
})

it.each([
  ['eu-west-1', 'https://arc-zonal-shift.eu-west-1.amazonaws.com/'],
  ['cn-north-1', 'https://arc-zonal-shift.cn-north-1.amazonaws.com.cn/'],
])('finds the service in %s', async (region, url) => {
  const { endpointProvider } = new ARCZonalShiftClient({ region, credentials }).config
  expect(endpointProvider({ Region: region }).url.href).toBe(url)
})

withAwsModels('by AWS’s own model of the service', () => {
  const model = () => modelOf('ARCZonalShift')

  it.each(Object.entries(schemas))('%s is called as it says', (name, [, , , traits, input]) => {
    const { http } = model().operations[name]!
    expect(traits).toEqual({ http: [http?.method, http?.requestUri, http?.responseCode] })
    const known = model().shapes[model().operations[name]!.input!.shape]!
    const ours = [...NormalizedSchema.of(input).structIterator()]
    expect(ours.map(([member]) => member).sort()).toEqual([...known.required].sort())
    for (const [member, schema] of ours) {
      const inPath = known.members[member]?.location === 'uri'
      expect([member, Boolean(schema.getMergedTraits().httpLabel)]).toEqual([member, inPath])
    }
  })

  it.each(Object.entries(schemas))('%s answers what we read, in the types that we read', (name, [, , , , , output]) => {
    expect(objectionsTo(NormalizedSchema.of(output), model().operations[name]!.output!.shape)).toEqual([])
  })

  function objectionsTo(ours: NormalizedSchema, shape: string): string[] {
    const known = model().shapes[shape]!
    const type = typeOf(ours)
    if (type !== (known.type === 'float' ? 'number' : known.type)) return [`${shape} is a ${known.type}, not a ${type}`]
    if (type === 'list') return objectionsTo(ours.getValueSchema(), known.member!.shape)
    if (type === 'map') return objectionsTo(ours.getValueSchema(), known.value!.shape)
    if (type !== 'structure') return []
    return [...ours.structIterator()].flatMap(([member, schema]) => {
      const theirs = known.members[member]
      return theirs === undefined ? [`${shape} has no ${member}`] : objectionsTo(schema, theirs.shape)
    })
  }

  function typeOf(schema: NormalizedSchema): string {
    if (schema.isStructSchema()) return 'structure'
    if (schema.isListSchema()) return 'list'
    if (schema.isMapSchema()) return 'map'
    if (schema.isTimestampSchema()) return 'timestamp'
    return schema.isNumericSchema() ? 'number' : 'string'
  }
})
