import { Conflict, type Incidents } from '../ports.ts'

/** What a batch asked of the table: by its readings, transactions and conflicts a storm is judged. */
export interface Asked {
  readings: number
  transactions: number
  conflicts: number
}

/** The table, counting in `asked` what is asked of it. */
export function countedIncidents(incidents: Incidents, asked: Asked): Incidents {
  return {
    ...incidents,
    lookUp(wanted) {
      asked.readings++
      return incidents.lookUp(wanted)
    },
    async save(...writes) {
      if (writes.length === 0) return
      try {
        await incidents.save(...writes)
        asked.transactions++
      } catch (error) {
        if (error instanceof Conflict) asked.conflicts++
        throw error
      }
    },
  }
}
