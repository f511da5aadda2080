import { instant } from '../../functions/domain/instant.ts'
import { type Clock, Conflict } from '../../functions/ports.ts'
import { untilNoConflict } from '../../functions/usecases/until-no-conflict.ts'

function aClock() {
  const pauses: number[] = []
  const clock: Clock = { now: () => instant(0), pause: async (ms) => void pauses.push(ms), chance: () => 0.5 }
  return { clock, pauses }
}

it('does it again while somebody else writes first, and waits longer each time', async () => {
  const { clock, pauses } = aClock()
  let tries = 0
  const result = await untilNoConflict(clock, async () => {
    if (++tries < 4) throw new Conflict()
    return 'written'
  })
  expect(result).toBe('written')
  expect(pauses).toEqual([10, 20, 40])
})

it('gives up after a dozen times, for the queue to bring it back', async () => {
  const { clock, pauses } = aClock()
  await expect(untilNoConflict(clock, () => Promise.reject(new Conflict()))).rejects.toThrow(Conflict)
  expect(pauses).toHaveLength(11)
  expect(Math.max(...pauses)).toBe(250)
})

it('does not repeat what failed for another reason', async () => {
  const { clock, pauses } = aClock()
  await expect(untilNoConflict(clock, () => Promise.reject(new Error('access denied')))).rejects.toThrow(
    'access denied',
  )
  expect(pauses).toEqual([])
})
