import type { Writes } from '../../functions/domain/writes.ts'
import { Conflict, type HandsOfMachines, type Incidents } from '../../functions/ports.ts'
import type { Process, Turns } from './turns.ts'

/** A table of which every read and write is a turn; a write is another one before its answer is heard, if it is. */
export function turnedTable(turns: Turns, incidents: Incidents, note: (written: Writes) => void) {
  return (process: Process): Incidents => {
    const turn = () => turns.turn(process, true)
    return {
      ...incidents,
      find: async (id) => (await turn(), incidents.find(id)),
      line: async (name) => (await turn(), incidents.line(name)),
      lookUp: async (wanted) => (await turn(), incidents.lookUp(wanted)),
      save: async (...writes) => {
        await turn()
        await incidents.save(...writes)
        for (const each of writes) note(each)
        await turn().catch((error: unknown) => {
          // The SDK asks once more by itself, and then hears that it is written: by whom, nobody says.
          throw turns.seq % 2 === 0 ? new Conflict() : error
        })
      },
    }
  }
}

/** @param isBlind an act is counted whatever others did meanwhile: as it must not be */
export function turnedHands(turns: Turns, hands: HandsOfMachines, isBlind: boolean) {
  return (process: Process): HandsOfMachines => {
    const turn = () => turns.turn(process, true)
    return {
      of: async (names, on) => (await turn(), hands.of(names, on)),
      add: async (before, deed, on) => {
        await turn()
        const { playbook, resource } = deed
        const group = on.group?.name
        const now = await hands.of([on.line], { playbook, resource, ...(group !== undefined && { group }) })
        await hands.add(isBlind && now.hands ? now.hands : before, deed, on)
        await turn()
      },
    }
  }
}
