import type { Context } from 'aws-lambda'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { iotPolicies } from '../../functions/adapters/iot-policies.ts'
import { toStackRequest } from '../../functions/adapters/cloudformation-request.ts'
import { anAndon, awsError, clientsFor, type Handlers, notThere } from '../bin/fake-aws.ts'
import { at } from '../signals.ts'

// What it logs is for operators.
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT'
const { onDestroy } = await import('../../functions/handlers/on-destroy.ts')

let server: Server
let status = 200
const answers: any[] = []
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      answers.push({ method: request.method, type: request.headers['content-type'], ...JSON.parse(body) })
      response.writeHead(status).end()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => void server.close())
beforeEach(() => {
  answers.splice(0)
  status = 200
})

/** Two lights that were enrolled, a claim, and a stack that is asked to do something. */
function aStack(over: Handlers = {}) {
  const there = anAndon()
  there.install('desk-1', 'a1')
  there.install('wall', 'b2')
  there.install('desk-2', 'claim')
  there.certificates.get('claim')!.policies.clear()
  there.certificates.get('claim')!.policies.add('andon-claim')
  const { iot } = clientsFor({ ...there.handlers, ...over })
  const handler = onDestroy({
    holders: iotPolicies(iot),
    clock: { now: () => at('09:00'), pause: async () => undefined, chance: () => 0 },
    policies: ['andon-device', 'andon-claim'],
    toStackRequest,
  })
  const names = { StackId: 'arn:stack', RequestId: '1', LogicalResourceId: 'OnDestroy' }
  const ask = (RequestType: string) => {
    const { port } = server.address() as AddressInfo
    return handler({ RequestType, ResponseURL: `http://127.0.0.1:${port}/?signed`, ...names }, {} as Context)
  }
  return { ...there, ask, names }
}

it('shuts all devices and claims out as the stack goes, so that their policies can go', async () => {
  const { ask, certificates, names } = aStack()
  await ask('Delete')
  expect([...certificates.values()].map(({ status, policies }) => [status, policies.size])).toEqual(
    Array(3).fill(['INACTIVE', 0]),
  )
  expect(answers).toEqual([{ method: 'PUT', type: '', Status: 'SUCCESS', PhysicalResourceId: 'OnDestroy', ...names }])
})

it.each(['Create', 'Update'])('does nothing as it is made or changed: %s', async (type) => {
  const { ask, certificates } = aStack()
  await ask(type)
  expect(certificates.get('a1')).toMatchObject({ status: 'ACTIVE' })
  expect(answers).toMatchObject([{ Status: 'SUCCESS' }])
})

it('is done where the policies are gone already, and where AWS IoT lists them a moment longer', async () => {
  const gone = aStack({ ListTargetsForPolicy: () => Promise.reject(notThere()) })
  await gone.ask('Delete')
  let looks = 0
  const late = { targets: ['arn:aws:iot:eu-central-1:000000000000:cert/a1'] }
  const again = aStack({ ListTargetsForPolicy: () => (looks++ < 4 ? late : { targets: [] }) })
  await again.ask('Delete')
  expect(answers).toMatchObject([{ Status: 'SUCCESS' }, { Status: 'SUCCESS' }])
})

it('says why it cannot, so that nobody waits for it; the next try goes on', async () => {
  const { ask, certificates } = aStack({
    DetachPolicy: () => {
      throw awsError('UnauthorizedException', 'not authorized to perform: iot:DetachPolicy', 403)
    },
  })
  await ask('Delete')
  expect(answers).toMatchObject([
    {
      Status: 'FAILED',
      Reason: expect.stringMatching(/could not all be shut out: .*iot:DetachPolicy.*Delete the stack again/),
    },
  ])
  expect(certificates.get('a1')?.policies.size).toBe(1)
})

it('fails where CloudFormation does not take the answer: Lambda then asks again', async () => {
  status = 403
  await expect(aStack().ask('Create')).rejects.toThrow('CloudFormation did not take the answer: 403')
})
