import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dawn } from './simulated-day/line.ts'
import { liveThrough } from './simulated-day/day.ts'

describe('24 hours of outages, restarts and commands lost, late, repeated, out of order or spoilt', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'andon-day-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it.each([1, 2, 3, 4])('never make a lamp lie nor lose or double a pull (seed %d)', async (seed) => {
    const { places, broker, watch } = liveThrough(seed, folder)
    for (const { machine } of places) await machine.life?.outbox.settled()

    expect({ seed, lies: watch.lies }).toEqual({ seed, lies: [] })
    // It proves nothing of a lamp that never knows anything.
    expect(watch.knew / watch.looks).toBeGreaterThan(0.3)
    expect(watch.knewWithoutClock).toBeGreaterThan(1000)

    for (const { machine } of places) {
      const arrived = broker.pulled.filter(({ cord }) => cord === machine.name)
      const first = new Map(arrived.toReversed().map(({ pull }) => [pull.id, pull]))
      const expected = machine.pulls.map(({ id }) => id)
      expect(expected.length).toBeGreaterThan(50)
      // Each has come, nothing else has, and they came first in the order of pulling.
      expect({ seed, ids: [...new Set(arrived.map(({ pull }) => pull.id))] }).toEqual({ seed, ids: expected })
      expect(machine.life?.outbox.size()).toBe(0)
      // Some came more than once, or it would prove nothing of that.
      expect(arrived.length).toBeGreaterThan(expected.length)
      for (const { id, at } of machine.pulls) {
        const said = first.get(id)?.at
        if (said !== undefined) expect(Math.abs(Date.parse(said) - dawn - at)).toBeLessThanOrEqual(2)
      }
      expect([...first.values()].filter(({ at }) => at !== undefined).length).toBeGreaterThan(expected.length / 2)
    }
  })
})
