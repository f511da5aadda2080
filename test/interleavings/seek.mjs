import { liveThrough } from './lived.ts'
for (const seed of [21, 22, 23, 24, 25, 26]) {
  const { found } = await liveThrough(seed, 700, { what: 'leases' }, 'never two machines on one resource')
  console.log(seed, found)
}
