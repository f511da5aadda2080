import type { LightCommand } from '../../../iot/contract/light-command.ts'
import type { Chance } from './chance.ts'

/** The command as no lamp must take it: spoilt on its way, or made by somebody who did not know better. */
export function corrupted(command: LightCommand, chance: Chance): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(command))
  const json = (made: object) => new TextEncoder().encode(JSON.stringify(made))
  const calm = { ...command, v: command.v + 1, state: 'calm' }
  const spoil = chance.oneOf<() => Uint8Array>([
    () => bytes.subarray(0, Math.floor(chance.between(0, bytes.length))),
    () => bytes.map((byte, at) => (at === Math.floor(bytes.length / 2) ? 0xff : byte)),
    () => bytes.map(() => Math.floor(chance.between(0, 256))),
    () => json({ ...calm, state: 'green' }),
    () => json({ ...calm, v: String(calm.v) }),
    () => json({ ...calm, ttlSeconds: 1e9 }),
    () => json({ ...calm, at: 'now' }),
    () => json([calm]),
    () => new Uint8Array(200_000).fill(0x20),
  ])
  return spoil()
}
