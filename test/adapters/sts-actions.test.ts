import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { CannotAct } from '../../functions/actions/failure.ts'
import { stsActions } from '../../functions/adapters/sts-actions.ts'

const redeploy = { action: 'ecs.redeploy', with: { cluster: 'shop', service: 'checkout' } }
const roles = { restart: 'andon-playbook-restart-0a1b2c3d' }
const run = { playbook: 'restart', incident: 'checkout-20261121090003-1k3vbq2' }

/** What of a request is of interest: who signed it, for which service, and its form if it is one. */
interface Asked {
  readonly key: string
  readonly service: string
  readonly form: Readonly<Record<string, string>>
}

let asked: Asked[]
let lifetimeMinutes: number
let trusted: boolean
const server = createServer((request, response) => {
  void answer(request).then(([status, type, body]) => response.writeHead(status, { 'content-type': type }).end(body))
})
const before = { ...process.env }

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'RUNNER',
    AWS_SECRET_ACCESS_KEY: 'x',
  })
})
afterAll(async () => {
  process.env = before
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})
beforeEach(() => {
  asked = []
  lifetimeMinutes = 60
  trusted = true
})

async function answer(request: IncomingMessage): Promise<[number, string, string]> {
  const [, key = '', service = ''] = /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization!)!
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const form = service === 'sts' ? Object.fromEntries(new URLSearchParams(body)) : {}
  asked.push({ key, service, form })
  if (service !== 'sts') return [200, 'application/x-amz-json-1.1', JSON.stringify(aService)]
  return trusted ? [200, 'text/xml', credentials()] : [403, 'text/xml', refusal]
}
const aService = {
  services: [{ status: 'ACTIVE', taskDefinition: 'a:1', deployments: [{ id: 'ecs-svc/1', status: 'PRIMARY' }] }],
}
const credentials = () =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>` +
  `<AccessKeyId>PLAYBOOK${asked.length}</AccessKeyId><SecretAccessKey>x</SecretAccessKey>` +
  `<SessionToken>x</SessionToken>` +
  `<Expiration>${new Date(Date.now() + lifetimeMinutes * 60_000).toISOString()}</Expiration>` +
  `</Credentials></AssumeRoleResult></AssumeRoleResponse>`
const refusal =
  `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>` +
  `<Code>AccessDenied</Code><Message>the role trusts somebody else</Message></Error></ErrorResponse>`

const keysOf = (service: string) => asked.filter((one) => one.service === service).map(({ key }) => key)
const actionsOf = stsActions('arn:aws:iam::1:role/', roles, 'eu-central-1')

it('acts as the playbook’s role, in a session that bears the incident', async () => {
  const { look } = await actionsOf(run).ready(redeploy, {})
  expect(await look()).toEqual({ deployment: 'ecs-svc/1' })
  expect(asked).toMatchObject([
    {
      key: 'RUNNER',
      service: 'sts',
      form: {
        Action: 'AssumeRole',
        RoleArn: 'arn:aws:iam::1:role/andon-playbook-restart-0a1b2c3d-eu-central-1',
        RoleSessionName: 'checkout-20261121090003-1k3vbq2',
      },
    },
    { key: 'PLAYBOOK1', service: 'ecs' },
    { key: 'PLAYBOOK1', service: 'ecs' },
  ])
})

it('keeps what it got for the whole run', async () => {
  const actions = actionsOf(run)
  for (let n = 0; n < 3; n++) await (await actions.ready(redeploy, {})).look()
  expect([keysOf('sts'), new Set(keysOf('ecs'))]).toEqual([['RUNNER'], new Set(['PLAYBOOK1'])])
})

it('gets new credentials before its own expire', async () => {
  lifetimeMinutes = 1
  const actions = actionsOf(run)
  await (await actions.ready(redeploy, {})).look()
  expect(new Set(keysOf('ecs')).size).toBe(2)
})

it('does nothing with the runner’s own rights: not when the role trusts somebody else', async () => {
  trusted = false
  const { look } = await actionsOf(run).ready(redeploy, {})
  await expect(look()).rejects.toThrow(
    'the role andon-playbook-restart-0a1b2c3d-eu-central-1 could not be assumed: the role trusts somebody else',
  )
  expect(keysOf('ecs')).toEqual([])
})

it('… nor when this version knows no role for the playbook', async () => {
  const { look } = await actionsOf({ ...run, playbook: 'another' }).ready(redeploy, {})
  await expect(look()).rejects.toThrow('this version of Andon has no role for the playbook')
  expect(asked).toEqual([])
})

it('cannot do what this version of the code does not know', async () => {
  await expect(actionsOf(run).ready({ action: 'ecs.explode', with: {} }, {})).rejects.toThrow(
    'this version of Andon has no action ecs.explode',
  )
  await expect(actionsOf(run).ready({ action: 'esc.redeploy', with: {} }, {})).rejects.toThrow(
    'this version of Andon has no action esc.redeploy',
  )
})

it('can do what the team’s own actions do, by the same role', async () => {
  const own = { flags: () => import('../../examples/flags.ts') }
  const actions = stsActions('arn:aws:iam::1:role/', roles, 'eu-central-1', own)(run)
  const { look, undo } = await actions.ready({ action: 'flags.turnOff', with: { flag: 'new-basket' } }, {})
  expect(undo).toBeDefined()
  await expect(look()).rejects.toThrow('/flags/new-basket is not plain text')
  expect(keysOf('ssm')).toEqual(['PLAYBOOK1'])
})

it('cannot use an input that this version of the code does not take', async () => {
  const ready = actionsOf(run).ready({ action: 'ecs.redeploy', with: { cluster: '*', service: 'checkout' } }, {})
  await expect(ready).rejects.toThrow(CannotAct)
})

it('acts in no other account than its own', async () => {
  const loadBalancer = 'arn:aws:elasticloadbalancing:eu-central-1:222233334444:loadbalancer/app/shop/50dc6c495c0c9188'
  const ready = actionsOf(run).ready(
    { action: 'arc.shiftZone', with: { loadBalancer, awayFrom: 'euc1-az1', hours: 1 } },
    {},
  )
  await expect(ready).rejects.toThrow(CannotAct)
  await expect(ready).rejects.toThrow(/is in account 222233334444, where Andon has no role: it acts in 1 alone$/)
  expect(asked).toEqual([])
})

it('takes from the signal what the config leaves to it, before it makes any call', async () => {
  const service = { fromSignal: 'dimension', name: 'ServiceName', within: ['cart-*'] }
  const from = (inputs: Record<string, string>) =>
    actionsOf(run).ready({ action: 'ecs.redeploy', with: { cluster: 'shop', service } }, inputs)
  expect((await from({ 'dimension ServiceName': 'cart-eu' })).title()).toContain('service cart-eu in cluster shop')
  await expect(from({ 'dimension ServiceName': 'checkout' })).rejects.toThrow(CannotAct)
  await expect(from({})).rejects.toThrow(CannotAct)
  // Within the pattern, but nothing that the action takes.
  await expect(from({ 'dimension ServiceName': 'cart-*' })).rejects.toThrow('ecs.redeploy cannot use its input')
  expect(asked).toEqual([])
})
