import fc from 'fast-check'
import { instant } from '../../functions/domain/instant.ts'
import { commandFor, stateOf } from '../../functions/domain/light.ts'
import { takeIn } from '../../functions/usecases/take-in.ts'
import { anAlarm, at, restartCheckout } from '../signals.ts'
import { aProjector } from './a-projector.ts'

const away = new Error('the service is out of order')

describe('what a light is told', () => {
  it('needs no read for what was written just now', async () => {
    const { ports, passOn, reads, table, shown } = aProjector()
    await takeIn(ports, anAlarm())
    await passOn()
    table.at('09:01')
    await takeIn(ports, anAlarm({ name: 'checkout-cpu', at: at('09:01') }))
    const before = reads()
    await passOn()
    // The wall also shows search, of which nothing is known here.
    expect(reads() - before).toBe(1)
    expect(shown('desk-1')).toEqual(['help', 'help'])
  })

  it('is the line as the table has it now when a batch comes again, here or in another process', async () => {
    const { ports, passOn, batch, shown, anotherProcess } = aProjector()
    await takeIn(ports, anAlarm({ playbook: restartCheckout }))
    const first = batch()
    await passOn(first)
    await takeIn(ports, anAlarm({ name: 'checkout-cpu', at: at('09:01') }))
    await passOn()
    await passOn(first)
    anotherProcess()
    await passOn(first)
    expect(shown('desk-1')).toEqual(['working', 'help', 'help', 'help'])
  })
})

it('never tells a light what is older than what it was told, and tells all in the end, whatever fails and comes again', async () => {
  const happening = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    line: fc.constantFrom('checkout', 'search'),
    state: fc.constantFrom('alarm' as const, 'ok' as const),
    minute: fc.integer({ min: 0, max: 20 }),
    /** What becomes of the batch that ends here. */
    fate: fc.constantFrom('goes on', 'batch', 'comes again', 'comes again elsewhere', 'comes again in halves'),
    fails: fc.option(fc.constantFrom('light', 'start', 'events', 'notices', 'escalation' as const)),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 30 }), async (story) => {
      const there = aProjector()
      for (const { name, line, state, minute, fate, fails } of story) {
        const when = instant(Date.UTC(2026, 10, 21, 9, minute))
        await takeIn(there.ports, anAlarm({ name: `${line}-${name}`, line, state, at: when }))
        if (fate === 'goes on') continue
        const changes = there.batch()
        if (fails !== null) there.fail(fails, away)
        await there.passOn(changes)
        if (fate === 'comes again elsewhere') there.anotherProcess()
        if (fate.startsWith('comes again')) await there.passOn(changes)
        if (fate === 'comes again in halves') {
          const half = Math.ceil(changes.lines.length / 2)
          await there.passOn({ lines: changes.lines.slice(0, half), entries: changes.entries.slice(0, half) })
          await there.passOn({ lines: changes.lines.slice(half), entries: changes.entries.slice(half) })
        }
        if (fails !== null) there.mend(fails)
        await there.retryOnce()
      }
      await there.settle()

      for (const light of ['desk-1', 'desk-2', 'wall']) {
        const versions = there.commands.flatMap((one) => (one.light === light ? [one.command.v] : []))
        expect(versions).toEqual([...versions].sort((a, b) => a - b))
      }
      for (const [light, name] of [
        ['desk-1', 'checkout'],
        ['desk-2', 'search'],
      ] as const) {
        const line = there.table.line(name)
        if (line === undefined) continue
        const last = there.commands.findLast((one) => one.light === light)
        expect(last?.command).toMatchObject({ v: commandFor([line], line.at).v, state: stateOf(line) })
      }
      const changes = there.table
        .incidents()
        .flatMap(({ id, version }) => Array.from({ length: version }, (_, nth) => `${id} ${nth + 1}`))
      expect(new Set(there.due)).toEqual(new Set(changes))
      expect(there.letters).toEqual([])
    }),
    { numRuns: 300 },
  )
})
