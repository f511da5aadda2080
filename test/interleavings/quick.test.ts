import fc from 'fast-check'
import { history } from './history.ts'
import { oracles, properties } from './oracles.ts'
import { World } from './world.ts'

it('quick', async () => {
  const runs = Number(process.env['RUNS'] ?? 300)
  const seed = Number(process.env['SEED'] ?? 1)
  const found = new Map<string, { n: number; size: number; text: string }>()
  const counts: Record<string, number> = {}
  let n = 0
  const began = Date.now()
  await fc.check(
    fc.asyncProperty(history, async (h) => {
      const world = new World(h)
      n++
      try {
        await world.live()
      } catch (e) {
        found.set('throws', { n: (found.get('throws')?.n ?? 0) + 1, size: 0, text: String((e as Error).stack) })
        return
      }
      for (const p of properties) {
        const wrong = oracles[p](world)
        if (wrong.length === 0) continue
        const before = found.get(p)
        const size = world.turns.seq
        if (before === undefined || size < before.size)
          found.set(p, {
            n: (before?.n ?? 0) + 1,
            size,
            text: [`run ${n - 1}`, JSON.stringify({ ...h, choices: h.choices.length }), ...wrong, ...world.told()].join(
              '\n',
            ),
          })
        else before.n++
      }
      const add = (k: string, v: number) => (counts[k] = (counts[k] ?? 0) + v)
      add('calls', world.aws.calls.length)
      add('turns', world.turns.seq)
      add('kills', world.turns.kills)
      add('incidents', world.incidents().length)
      add('executions', world.runs.executions.size)
      for (const { change } of world.written) add(change.entry.kind, 1)
    }),
    { numRuns: runs, seed },
  )
  console.log(JSON.stringify(counts), Date.now() - began, 'ms')
  for (const [p, { n, text }] of found) console.log(p, n, text.slice(0, 9000))
})
