import { Conflict, type Incidents } from '../ports.ts'

/** How often a batch used the table; the bench adds these up over a storm. */
export interface TableUse {
  readings: number
  transactions: number
  conflicts: number
}

/** The table, with every use of it counted in `use`. */
export function countedIncidents(incidents: Incidents, use: TableUse): Incidents {
  return {
    ...incidents,
    lookUp(wanted) {
      use.readings++
      return incidents.lookUp(wanted)
    },
    async save(...writes) {
      if (writes.length === 0) return
      try {
        await incidents.save(...writes)
        use.transactions++
      } catch (error) {
        if (error instanceof Conflict) use.conflicts++
        throw error
      }
    },
  }
}
