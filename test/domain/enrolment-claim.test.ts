import fc from 'fast-check'
import { type EnrolmentClaim, type ClaimRequest, decideClaim, isSpent } from '../../functions/domain/enrolment-claim.ts'
import { instant } from '../../functions/domain/instant.ts'
import { at } from '../signals.ts'

const anyName = () => true
const aClaim = (but: Partial<EnrolmentClaim> = {}): EnrolmentClaim => ({ light: 'desk-1', endsAt: at('10:00'), ...but })
const aRequest = (but: Partial<ClaimRequest> = {}): ClaimRequest => ({
  claim: 'c1a1',
  certificate: 'aa11',
  light: undefined,
  ...but,
})

it('lets the first device become the claim’s light, and keeps who it was', () => {
  expect(decideClaim(aClaim(), aRequest(), at('09:00'), anyName)).toEqual({
    kind: 'allow',
    light: 'desk-1',
    after: { light: 'desk-1', endsAt: at('10:00'), used: { by: 'aa11', at: at('09:00') } },
  })
})

describe('once it was used', () => {
  const used = aClaim({ used: { by: 'aa11', at: at('09:00') } })

  it('lets the same device ask again, also after the claim’s end, and has nothing more to keep', () => {
    expect(decideClaim(used, aRequest(), at('10:30'), anyName)).toEqual({
      kind: 'allow',
      light: 'desk-1',
      after: undefined,
    })
  })

  it('refuses every other', () => {
    expect(decideClaim(used, aRequest({ certificate: 'bb22' }), at('09:01'), anyName)).toEqual({
      kind: 'refuse',
      because: 'already-used',
    })
  })
})

it('takes a device that names the claim’s light', () => {
  expect(decideClaim(aClaim(), aRequest({ light: 'desk-1' }), at('09:00'), anyName)).toMatchObject({ kind: 'allow' })
})

it.each([
  ['a claim that nobody made', undefined, aRequest(), at('09:00'), 'unknown-claim'],
  ['a device that takes itself for another light', aClaim(), aRequest({ light: 'desk-2' }), at('09:00'), 'other-light'],
  ['a claim at the moment of its end', aClaim(), aRequest(), at('10:00'), 'expired'],
])('refuses %s', (_, claim, request, now, because) => {
  expect(decideClaim(claim, request, now, anyName)).toEqual({ kind: 'refuse', because })
})

it('refuses a light that has left the config since, also to a device that was let in before', () => {
  const onlyWall = (light: string) => light === 'wall'
  const used = aClaim({ used: { by: 'aa11', at: at('09:00') } })
  for (const claim of [aClaim(), used])
    expect(decideClaim(claim, aRequest(), at('09:01'), onlyWall)).toEqual({ kind: 'refuse', because: 'not-in-config' })
})

it('is taken by one device at most, whatever comes in whatever order', () => {
  const requests = fc.array(
    fc.record({
      certificate: fc.constantFrom('aa11', 'bb22', 'cc33'),
      light: fc.constantFrom(undefined, 'desk-1', 'desk-2'),
      minute: fc.nat(120),
    }),
  )
  fc.assert(
    fc.property(requests, (asked) => {
      let claim = aClaim()
      const allowed = new Set<string>()
      for (const { certificate, light, minute } of asked) {
        const now = instant(Date.parse(at('09:00')) + minute * 60_000)
        const decision = decideClaim(claim, aRequest({ certificate, light }), now, anyName)
        if (decision.kind === 'refuse') continue
        expect(decision.light).toBe('desk-1')
        allowed.add(certificate)
        claim = decision.after ?? claim
      }
      expect(allowed.size).toBeLessThanOrEqual(1)
    }),
  )
})

describe('a claim is spent', () => {
  it.each([
    ['not while it can still be used', aClaim(), at('09:59'), false],
    ['at its end', aClaim(), at('10:00'), true],
    [
      'not while its device may have to ask again',
      aClaim({ used: { by: 'aa11', at: at('09:30') } }),
      at('10:20'),
      false,
    ],
    ['an hour after it was used', aClaim({ used: { by: 'aa11', at: at('09:30') } }), at('10:31'), true],
  ])('%s', (_, claim, now, spent) => {
    expect(isSpent(claim, now)).toBe(spent)
  })
})
