import fc from 'fast-check'
import { history } from './history.ts'
import { oracles, properties } from './oracles.ts'
import { World } from './world.ts'
const runs = Number(process.env.RUNS ?? 500)
let t = [0n, 0n]
const c0 = process.cpuUsage()
let gen = 0,
  live = 0,
  orc = 0
const hs = fc.sample(history, { numRuns: runs, seed: 1 })
gen = process.cpuUsage(c0).user
for (const h of hs) {
  const c = process.cpuUsage()
  const w = new World(h)
  try {
    await w.live()
  } catch (e) {
    console.log(e)
    continue
  }
  live += process.cpuUsage(c).user
  const d = process.cpuUsage()
  for (const p of properties) oracles[p](w)
  orc += process.cpuUsage(d).user
}
console.log({ gen: gen / 1000, live: live / 1000, orc: orc / 1000, per: (gen + live + orc) / 1000 / runs })
