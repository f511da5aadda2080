import { claimClientId } from '../../iot/contract/provisioning.ts'
import { type Broker, claim, enrolled, kinds, other, startDeployed } from './deployed-broker.ts'
import { certify, type Identity, refusal } from '../../packages/local-cloud/test/iot-enrolled.ts'

/** What becomes of it when it calls itself that. */
async function connects(identityOf: (broker: Broker) => Identity, clientIdOf: (identity: Identity) => string) {
  const broker = await startDeployed()
  const identity = identityOf(broker)
  return refusal(broker.iot, broker.registry, identity, { clientId: clientIdOf(identity) })
}
const ownClaim = ({ id }: Identity) => claimClientId(id)
const foreignClaim = () => claimClientId('0'.repeat(64))
const names = [...Object.values(kinds), other, 'nobody']

describe.each(Object.values(kinds))('%s may connect', (name) => {
  const device = (broker: Broker) => enrolled(broker, name)

  it.each(names)('as itself alone: as %s', async (as) => {
    expect(await connects(device, () => as)).toBe(as === name ? 'connected' : 'not authorized')
  })

  it('as no claim, of its own certificate or of another', async () => {
    for (const as of [ownClaim, foreignClaim]) expect(await connects(device, as)).toBe('not authorized')
  })
})

it('a claim may connect as itself alone: as no device, and as no other claim', async () => {
  expect(await connects(claim, ownClaim)).toBe('connected')
  for (const as of [foreignClaim, () => 'desk-1', () => 'andon-claim-'])
    expect(await connects(claim, as)).toBe('not authorized')
})

it('a certificate with the devices’ policy and no thing may connect as nothing', async () => {
  const stray = ({ registry }: Broker) => certify(registry, { policies: ['andon-device'] })
  for (const as of [...names.map((name) => () => name), ownClaim])
    expect(await connects(stray, as)).toBe('not authorized')
})
