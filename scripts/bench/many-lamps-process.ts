// Some hundred lamps without a picture, in one process: tells its parent each state that one of them shows.
import { machineClock } from '../../iot/agent/clock/clock.ts'
import { linkLamp } from '../../iot/agent/link/lamp-link.ts'
import { tlsIdentity } from '../../iot/agent/link/tls-identity.ts'

const [broker = '', ...lights] = process.argv.slice(2)
const identity = tlsIdentity()
for (const light of lights) {
  let last = ''
  const tell = (_kind: string, line: string) => void (line.includes('connected') || console.error(`${light}: ${line}`))
  linkLamp(
    { broker, light, version: 'bench', identity, clock: machineClock, chance: Math.random, tell },
    ({ state }) => {
      if (state !== last) process.send?.({ light, state })
      last = state
    },
  )
}
process.once('disconnect', () => process.exit())
