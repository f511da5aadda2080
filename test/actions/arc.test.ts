import { shiftZone } from '../../functions/actions/arc.ts'
import type { ManagedResource, ZonalShift } from '../../functions/actions/arc-commands.ts'
import { sessionWith } from './an-imitation.ts'
import { wholeArnOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const loadBalancer = 'arn:aws:elasticloadbalancing:eu-central-1:000000000000:loadbalancer/app/checkout/50dc6c495c0c9188'
const given = { loadBalancer, awayFrom: 'euc1-az1', hours: 3 }
type Managed = { -readonly [Field in keyof Omit<ManagedResource, '$metadata' | 'zonalShifts'>]: ManagedResource[Field] }

function aLoadBalancer(appliedWeights: Record<string, number>) {
  const managed: Managed = { appliedWeights, autoshifts: [] }
  const shifts: ZonalShift[] = []
  const calls: object[] = []
  const answers = {
    GetManagedResource: () => ({ ...managed, zonalShifts: [...shifts] }),
    StartZonalShift(request: { awayFrom: string; comment: string }) {
      calls.push(request)
      const { awayFrom, comment } = request
      const expiryTime = new Date('2026-11-28T09:00:00Z')
      const shift = { zonalShiftId: `shift-${calls.length}`, awayFrom, comment, expiryTime }
      shifts.push(shift)
      appliedWeights[awayFrom] = 0
      return shift
    },
    CancelZonalShift(request: { zonalShiftId: string }) {
      calls.push(request)
      const at = shifts.findIndex(({ zonalShiftId }) => zonalShiftId === request.zonalShiftId)
      const [shift] = shifts.splice(at, 1)
      appliedWeights[shift?.awayFrom ?? ''] = 1
      return shift
    },
  }
  const imitation = { answers, state: () => [calls, managed, shifts] }
  return { ...imitation, ...sessionWith(imitation), managed, shifts, calls }
}

const threeZones = () => aLoadBalancer({ 'euc1-az1': 1, 'euc1-az2': 1, 'euc1-az3': 1 })
const threeZonesWhere = (change: (lb: ReturnType<typeof threeZones>) => void) => () => {
  const made = threeZones()
  change(made)
  return made
}
const theirs = { zonalShiftId: 'shift-0', awayFrom: 'euc1-az2', comment: 'anna: az2 is slow' }

await itKeepsTheContract('arc', {
  shiftZone: {
    given,
    names: ['app/checkout/50dc6c495c0c9188', 'euc1-az1', '3 hours'],
    world: threeZones,
    refuses: [
      [{ ...given, loadBalancer: 'app/checkout/50dc6c495c0c9188' }, 'loadBalancer'],
      [{ ...given, loadBalancer: loadBalancer.replace('/app/', '/gwy/') }, 'loadBalancer'],
      [{ ...given, loadBalancer: loadBalancer.replace('checkout', '*') }, 'loadBalancer'],
      [{ ...given, awayFrom: 'eu-central-1a' }, 'awayFrom'],
      [{ ...given, hours: 0 }, 'hours'],
      [{ ...given, hours: 73 }, 'hours'],
      [{ ...given, hours: 1.5 }, 'hours'],
      [{ loadBalancer, awayFrom: 'euc1-az1' }, 'hours'],
    ],
    senseless: {
      'a zonal shift of the load balancer is under way': {
        world: threeZonesWhere(({ shifts }) => shifts.push(theirs)),
        says: 'traffic of app/checkout/50dc6c495c0c9188 is shifted away from euc1-az2 already (“anna: az2 is slow”)',
      },
      'AWS itself moves traffic away from a zone of the load balancer': {
        world: threeZonesWhere(({ managed }) => (managed.autoshifts = [{ awayFrom: 'euc1-az1' }])),
        says: 'AWS itself shifts traffic of app/checkout/50dc6c495c0c9188 away from euc1-az1, so it was left alone',
      },
      'the load balancer is not in the zone': {
        world: () => aLoadBalancer({ 'euc1-az2': 1, 'euc1-az3': 1 }),
        says: 'app/checkout/50dc6c495c0c9188 is not in euc1-az1: it is in euc1-az2, euc1-az3',
      },
      'the load balancer sends no traffic to the zone': {
        world: () => aLoadBalancer({ 'euc1-az1': 0, 'euc1-az2': 1 }),
        says: 'no traffic of app/checkout/50dc6c495c0c9188 goes to euc1-az1 as it is',
      },
      'no other zone would be left to serve': {
        world: () => aLoadBalancer({ 'euc1-az1': 1, 'euc1-az2': 0 }),
        says: 'app/checkout/50dc6c495c0c9188 serves from no zone but euc1-az1',
      },
    },
  },
})

const { look, title, act, undo } = shiftZone.on(given)

it('says what is left to serve', async () => {
  expect(title(await look(threeZones().session))).toBe(
    'shift traffic of app/checkout/50dc6c495c0c9188 away from euc1-az1 (of euc1-az1, euc1-az2, euc1-az3) for 3 hours',
  )
})

it('leaves its mark as the comment, and an end', async () => {
  const { session, calls } = threeZones()
  expect(await act(session, await look(session), 'i-1-0')).toBe(
    'traffic of app/checkout/50dc6c495c0c9188 goes to other zones than euc1-az1 until 2026-11-28T09:00:00.000Z',
  )
  expect(calls).toEqual([
    { resourceIdentifier: loadBalancer, awayFrom: 'euc1-az1', expiresIn: '3h', comment: 'Andon i-1-0' },
  ])
})

it('does not shift beside a shift that somebody began meanwhile', async () => {
  const { session, shifts, calls } = threeZones()
  const plan = await look(session)
  shifts.push(theirs)
  await expect(act(session, plan, 'i-1-0')).rejects.toThrow('is shifted away from euc1-az2 already')
  expect(calls).toEqual([])
})

it('does not shift once no other zone serves', async () => {
  const { session, managed, calls } = threeZones()
  const plan = await look(session)
  managed.appliedWeights = { 'euc1-az1': 1, 'euc1-az2': 0 }
  await expect(act(session, plan, 'i-1-0')).rejects.toThrow('serves from no zone but euc1-az1')
  expect(calls).toEqual([])
})

it('undoes its own shift alone', async () => {
  const { session, shifts, calls } = threeZones()
  const plan = await look(session)
  await act(session, plan, 'i-1-0')
  shifts.unshift(theirs)
  await undo?.(session, plan, 'i-1-0-undo')
  expect(calls.at(-1)).toEqual({ zonalShiftId: 'shift-1' })
  expect(await undo?.(session, plan, 'i-1-0-undo')).toBe(
    'the shift of app/checkout/50dc6c495c0c9188 away from euc1-az1 is over',
  )
  expect(shifts).toEqual([theirs])
})

it('leaves a shift that somebody made their own, and says so', async () => {
  const { session, shifts, calls } = threeZones()
  const plan = await look(session)
  await act(session, plan, 'i-1-0')
  shifts[0] = { ...shifts[0], comment: 'anna: until Monday' }
  await expect(undo?.(session, plan, 'i-1-0-undo')).rejects.toThrow(
    'traffic of app/checkout/50dc6c495c0c9188 stays away from euc1-az1, for somebody else wants it so (“anna: until Monday”)',
  )
  expect(calls).toHaveLength(1)
})

it('asks for the one load balancer, in its own region', () => {
  const elsewhere = loadBalancer.replace('eu-central-1', 'eu-west-1')
  const grants = shiftZone.on({ ...given, loadBalancer: elsewhere }).calls.flatMap((call) => call.grants)
  expect(grants.flatMap((grant) => wholeArnOf(grant).map((arn) => `${grant.action} ${arn}`))).toEqual([
    `arc-zonal-shift:GetManagedResource ${elsewhere}`,
    `arc-zonal-shift:StartZonalShift ${elsewhere}`,
    `arc-zonal-shift:CancelZonalShift ${elsewhere}`,
  ])
})
