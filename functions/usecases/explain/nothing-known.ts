import type { Snapshot } from '../../domain/snapshot.ts'

/** Of a table that was not asked, or is empty. */
export const nothingKnown: Snapshot = {
  memoryOf: () => undefined,
  incident: () => undefined,
  line: () => undefined,
  demotionOf: () => undefined,
}
