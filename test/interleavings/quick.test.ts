import { liveThrough } from './lived.ts'

it('quick', async () => {
  const c = process.cpuUsage()
  const { met, found } = await liveThrough(Number(process.env['SEED'] ?? 1), Number(process.env['RUNS'] ?? 1000))
  console.log(met, found, process.cpuUsage(c).user / 1e6)
})
