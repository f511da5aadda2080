import { setTimeout } from 'node:timers/promises'
import { instant } from '../domain/instant.ts'
import type { Clock } from '../ports.ts'

export const systemClock: Clock = {
  now: () => instant(Date.now()),
  pause: async (milliseconds) => {
    if (milliseconds > 0) await setTimeout(milliseconds)
  },
  chance: () => Math.random(),
}
