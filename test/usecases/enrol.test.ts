import type { EnrolmentClaim } from '../../functions/domain/enrolment-claim.ts'
import { type EnrolmentClaims, type Clock, Conflict } from '../../functions/ports.ts'
import type { AdmittedDevice } from '../../functions/domain/admitted-device.ts'
import { enrol } from '../../functions/usecases/enrol.ts'
import { at } from '../signals.ts'

const clock: Clock = { now: () => at('09:00'), pause: async () => undefined, chance: () => 0 }

/** Claims as the table keeps them: only the first to use one is written. */
function keptClaims(claims: Record<string, EnrolmentClaim>): EnrolmentClaims & { readonly writes: EnrolmentClaim[] } {
  const writes: EnrolmentClaim[] = []
  return {
    writes,
    find: async (id) => claims[id],
    async use(id, after) {
      if (claims[id] === undefined || claims[id].used !== undefined) throw new Conflict()
      claims[id] = after
      writes.push(after)
    },
  }
}
const fresh = (): EnrolmentClaim => ({ light: 'desk-1', endsAt: at('10:00') })
const ports = (claims: EnrolmentClaims) => {
  const admitted: AdmittedDevice[] = []
  const devices = { all: async () => admitted, update: async (device: AdmittedDevice) => void admitted.push(device) }
  return { claims, devices, clock, isInConfig: () => true, admitted }
}
const asks = (certificate: string) => ({ claim: 'c1a1', certificate, light: undefined })

it('keeps who used a claim before it lets them', async () => {
  const claims = keptClaims({ c1a1: fresh() })
  expect(await enrol(ports(claims), asks('aa11'))).toMatchObject({ kind: 'allow', light: 'desk-1' })
  expect(claims.writes).toEqual([{ ...fresh(), used: { by: 'aa11', at: at('09:00') } }])
})

it('lets one of two that come at the same moment, and refuses the other', async () => {
  const claims = keptClaims({ c1a1: fresh() })
  const outcomes = await Promise.all(['aa11', 'bb22'].map((certificate) => enrol(ports(claims), asks(certificate))))
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['allow', 'refuse'])
  expect(claims.writes).toHaveLength(1)
})

it('writes nothing for a device that asks again', async () => {
  const claims = keptClaims({ c1a1: { ...fresh(), used: { by: 'aa11', at: at('08:50') } } })
  expect(await enrol(ports(claims), asks('aa11'))).toMatchObject({ kind: 'allow' })
  expect(claims.writes).toEqual([])
})

it('keeps each device that it lets in, so that it can be shut out again, and none that it refuses', async () => {
  const there = ports(keptClaims({ c1a1: fresh() }))
  for (const certificate of ['aa11', 'bb22']) await enrol(there, asks(certificate))
  expect(there.admitted).toEqual([{ light: 'desk-1', certificate: 'aa11', at: at('09:00') }])
})

it('lets no device in that it could not keep', async () => {
  const there = ports(keptClaims({ c1a1: fresh() }))
  const update = () => Promise.reject(new Error('the table is away'))
  await expect(enrol({ ...there, devices: { ...there.devices, update } }, asks('aa11'))).rejects.toThrow('away')
  // It asks again, and is known by then.
  await enrol(there, asks('aa11'))
  expect(there.admitted).toHaveLength(1)
})

it('refuses a claim that was revoked while it was being used', async () => {
  const taken = keptClaims({})
  let looked = 0
  const claims = { ...taken, find: async () => (looked++ === 0 ? fresh() : undefined) }
  expect(await enrol(ports(claims), asks('aa11'))).toEqual({ kind: 'refuse', because: 'unknown-claim' })
})
