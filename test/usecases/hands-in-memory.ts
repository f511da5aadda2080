import type { DemotionSeen } from '../../functions/domain/demotion.ts'
import type { Deeds } from '../../functions/domain/hands.ts'
import type { Line } from '../../functions/domain/line.ts'
import type { HandsOfMachines } from '../../functions/ports.ts'
import { handsInMemory as keptInMemory } from '../../functions/usecases/replay/hands-in-memory.ts'

/** The same as in a replay, with what a test sets. */
export function handsInMemory(lineOf: (name: string) => Promise<Line | undefined> = async () => undefined) {
  const deeds = new Map<string, Deeds>()
  const set: { demotion: DemotionSeen } = { demotion: undefined }
  const kept: HandsOfMachines = keptInMemory({ deeds, lineOf, demotion: () => set.demotion })
  return Object.assign(set, kept, { deeds })
}

/** Nothing is stopped, nobody works on anything, and nothing is protected. */
export const quiet = {
  machines: async () => ({ kind: 'run' }) as const,
  maintenance: async () => ({ kind: 'none' }) as const,
  protection: async () => ({ kind: 'none' }) as const,
}

/** As the config has it where it says nothing. */
export const someRules = {
  cooldown: 300,
  playbookPerHour: 10,
  linePerHour: 20,
  decideWithin: 900,
  twoPeople: false,
  radius: { atMost: 1, percent: 20, within: 3600 },
  origins: { home: { account: '000000000000', region: 'eu-central-1' }, chosen: [] },
  someoneMayApprove: true,
}
