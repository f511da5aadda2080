import { catalogueOf, serviceNames } from '../../functions/actions/catalogue.ts'
import type { Action } from '../../functions/actions/action.ts'
import { arnText } from '../../functions/actions/resource.ts'
import type { HttpsReply, SdkClientClass, Session } from '../../functions/actions/api-call.ts'
import { type Moto, startMoto } from '../../packages/local-cloud/test/moto.ts'
import { withMoto } from '../../packages/local-cloud/test/peers.ts'
import { ownActions as examples } from '../fixtures/andon.actions.ts'
import { operationOf } from './an-imitation.ts'
import { objectionsTo } from './aws-models.ts'
import { ownerOf } from './strangers/owner.ts'
import { account, type Owner, region, type Scenario } from './strangers/scenario.ts'
import { strangers } from './strangers/strangers.ts'
import { startDoor } from './strangers/door.ts'

const mark = 'checkout-20261121090003-1k3vbq2-0'
const catalogue = await catalogueOf([...serviceNames, ...Object.keys(examples)], examples)
const known = await Promise.all(
  Object.entries(strangers).map(async ([service, load]) => ({ service, scenarios: (await load()).scenarios })),
)
const cases = known.flatMap(({ service, scenarios }) =>
  Object.entries(scenarios).map(([verb, scenario]) => ({ name: `${service}.${verb}`, scenario })),
)

/** MiniStack knows the first: appconfig-on-ministack.test.ts. The others are held to AWS's own models alone. */
const unknownToMoto = ['appconfig.rollBack', 'arc.shiftZone', 'codepipeline.startLine', 'codepipeline.stopLine']

it('are asked about every action, but for those that moto does not know', () => {
  expect([...cases.map(({ name }) => name), ...unknownToMoto].sort()).toEqual([...catalogue.keys()].sort())
})

withMoto('moto, a stranger’s AWS', () => {
  let moto: Moto
  beforeAll(async () => (moto = await startMoto(account)))
  beforeEach(() => moto.reset())
  afterAll(() => moto.end())

  it.each(cases)('$name does there what it says, with the calls that its role grants and no others', async (each) => {
    const action = catalogue.get(each.name)!
    const owner = ownerOf(moto.url)
    const input = await each.scenario.prepare(owner)
    const door = await startDoor(moto.url, action, input)
    try {
      await tryOn({ action, scenario: each.scenario, owner, input, session: sessionBy(door, each.scenario) })
      const granted = action.on(input).calls.flatMap(({ grants }) => grants.map((grant) => grant.action))
      const { instead = {}, beside = {} } = each.scenario
      const elsewhere = granted.filter(
        (name) => name in beside || Object.keys(instead).some((operation) => name.endsWith(`:${operation}`)),
      )
      expect(new Set([...door.used(), ...elsewhere])).toEqual(new Set(granted))
      expect(door.denied()).toEqual([])
    } finally {
      await door.close()
    }
  })
})

interface Trial {
  readonly action: Action
  readonly scenario: Scenario
  readonly owner: Owner
  readonly input: Readonly<Record<string, unknown>>
  readonly session: Session
}

async function tryOn({ action, scenario, owner, input, session }: Trial) {
  const { look, title, act, undo } = action.on(input)
  const plan = JSON.parse(JSON.stringify(await look(session)))
  expect(title(plan)).toMatch(/\S/)
  expect(await act(session, plan, mark)).toMatch(/\S/)
  if (!action.atMostOnce) await act(session, plan, mark)
  await scenario.acted(owner, input)
  if (undo === undefined) return
  expect(await undo(session, plan, `${mark}-undo`)).toMatch(/\S/)
  await undo(session, plan, `${mark}-undo`)
  if (scenario.undone === undefined) throw new Error('the scenario does not say what it looks like when it is undone')
  await scenario.undone(owner, input)
}

/** As the playbook's role, through the door that checks it. What the stranger does not know is answered here. */
function sessionBy(door: { readonly url: string; readonly accessKeyId: string }, { instead = {} }: Scenario): Session {
  const clients = new Map<SdkClientClass, InstanceType<SdkClientClass>>()
  return {
    async send(Client, command) {
      const operation = operationOf(command)
      const stand = instead[operation]
      if (stand !== undefined) {
        const answer = stand.answer(command.input)
        expect(objectionsTo({ Client, operation, request: command.input, answer })).toEqual([])
        return answer
      }
      const client = clients.get(Client) ?? clientAt(Client, door.url, door.accessKeyId)
      clients.set(Client, client)
      return client.send(command)
    },
    arnOf: (resource) => arnText(resource, { partition: 'aws', region, account }),
    // No test goes out to the internet: what leads there is answered here.
    https: async (request) => instead['HttpsRequest']?.answer(request) as HttpsReply,
  }
}

function clientAt(Client: SdkClientClass, endpoint: string, accessKeyId: string): InstanceType<SdkClientClass> {
  const credentials = { accessKeyId, secretAccessKey: 'any', sessionToken: '', expiration: new Date('2100-01-01') }
  const requestHandler = { connectionTimeout: 3000, requestTimeout: 60_000, throwOnRequestTimeout: true }
  const config = { region, endpoint, maxAttempts: 1, requestHandler, credentials: () => Promise.resolve(credentials) }
  return new Client(config)
}
