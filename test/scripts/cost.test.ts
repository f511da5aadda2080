import * as fc from 'fast-check'
import { billAfterAllowances, listBill } from '../../scripts/cost/bill.ts'
import { month } from '../../scripts/cost/month.ts'
import { prices, type Quantities } from '../../scripts/cost/prices.ts'
import { allQuantities, difference, sum, times } from '../../scripts/cost/quantities.ts'

const anyQuantities: fc.Arbitrary<Quantities> = fc.dictionary(
  fc.constantFrom(...allQuantities),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
)
const nothing = { fixed: {}, minute: {}, incident: {}, bytesKept: 0 }

describe('a bill', () => {
  it('is the amounts times the prices, by line', () => {
    const { byLine, total } = listBill({ sqsRequests: 2_000_000, sqsFifoRequests: 1_000_000, alarms: 5 })

    expect(byLine.get('SQS')).toBeCloseTo(1.3)
    expect(byLine.get('Alarms')).toBeCloseTo(0.5)
    expect(byLine.get('Lambda')).toBe(0)
    expect(total).toBeCloseTo(1.8)
  })

  it('spends an allowance that two kinds of request share once, on the dearer of them first', () => {
    const { byLine } = billAfterAllowances({ sqsRequests: 600_000, sqsFifoRequests: 600_000 })

    expect(byLine.get('SQS')).toBeCloseTo(0.2 * prices.sqsRequests.usd * 1e6)
  })

  it('gives nothing away where AWS has no allowance that lasts', () => {
    const used = { iotMessages: 1_000_000, customEvents: 1_000_000 }
    expect(billAfterAllowances(used).total).toBeCloseTo(listBill(used).total)
  })

  it('is never negative, and never more than at list prices, whatever was used', () => {
    fc.assert(
      fc.property(anyQuantities, (used) => {
        const { total } = billAfterAllowances(used)
        return total >= 0 && total <= listBill(used).total + 1e-9
      }),
    )
  })
})

describe('a month', () => {
  it('has 43,800 minutes, and what each incident takes on top', () => {
    const { lambdaRequests, alarms } = month(
      { ...nothing, fixed: { alarms: 5 }, minute: { lambdaRequests: 3 }, incident: { lambdaRequests: 10 } },
      300,
    )
    expect({ lambdaRequests, alarms }).toEqual({ lambdaRequests: 131_400 + 3_000, alarms: 5 })
  })

  it('stores the incidents of 400 days, and pays for their recovery too', () => {
    const { dynamodbGbMonths = 0, dynamodbRecoveryGbMonths } = month({ ...nothing, bytesKept: 10_000 }, 30_000)

    expect(dynamodbGbMonths).toBeCloseTo(((30_000 * 10_000) / 1e9) * (400 / (730 / 24)))
    expect(dynamodbRecoveryGbMonths).toBe(dynamodbGbMonths)
  })

  it('bills a metric once an hour, however many incidents an hour has', () => {
    expect(month({ ...nothing, incident: { metricHours: 1 } }, 30_000).metricHours).toBe(730)
    expect(month({ ...nothing, incident: { metricHours: 1 } }, 300).metricHours).toBe(300)
  })
})

describe('quantities', () => {
  it('come back when what was added is taken away', () => {
    fc.assert(
      fc.property(anyQuantities, anyQuantities, (one, other) => {
        const back = difference(sum(one, other), other)
        for (const name of allQuantities) expect(back[name] ?? 0).toBeCloseTo(one[name] ?? 0, 3)
      }),
    )
  })

  it('leave out what is nothing', () => {
    expect(times(0, { alarms: 5 })).toEqual({})
  })
})
