import { instant } from '../../functions/domain/instant.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm } from '../signals.ts'
import { aProjector } from './a-projector.ts'

describe('reasons that run low while more is open', () => {
  const second = (nth: number) => instant(Date.UTC(2026, 10, 21, 9, 0, nth))
  const aStorm = async () => {
    const there = aProjector()
    for (let nth = 0; nth < 43; nth++) await takeIn(there.ports, anAlarm({ name: `${nth}`, at: second(nth) }))
    await there.settle()
    return there
  }
  type Storm = Awaited<ReturnType<typeof aStorm>>
  const clearTwenty = async ({ ports }: Storm) => {
    for (let nth = 0; nth < 20; nth++)
      await takeIn(ports, anAlarm({ name: `${nth}`, at: second(60 + nth), state: 'ok' }))
  }
  const named = ({ commands }: Storm) =>
    commands.findLast(({ light }) => light === 'desk-1')?.command.reasons.map(({ title }) => title)
  const nextTen = Array.from({ length: 10 }, (_, nth) => `${20 + nth}`)

  it('are filled up, and the lamps named the most urgent again', async () => {
    const there = await aStorm()
    await clearTwenty(there)
    await there.settle()
    expect(named(there)).toEqual(nextTen)
  })

  it('are filled up later when the list cannot be asked, and the lamps hear of the rest meanwhile', async () => {
    const there = await aStorm()
    await clearTwenty(there)
    const lists = { ...there.ports.listings }
    Object.assign(there.ports.listings, { openOn: () => Promise.reject(new Error('the service is out of order')) })
    await there.passOn()
    expect(named(there)).toEqual([])
    expect(there.queue).toMatchObject([{ projection: { kind: 'refill', line: 'checkout' }, tries: 1 }])
    Object.assign(there.ports.listings, lists)
    await there.settle()
    expect(named(there)).toEqual(nextTen)
    expect(there.letters).toEqual([])
  })
})
