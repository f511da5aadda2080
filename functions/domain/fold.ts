import type { Instant } from './instant.ts'
import { Draft, type Snapshot } from './snapshot.ts'
import { lineAfter } from './line.ts'
import { type Incoming, settle, type Settled } from './settle.ts'
import type { Writes } from './writes.ts'

/** The result for one of a batch. */
export type Folded =
  | { readonly kind: 'settled'; readonly settled: Settled; readonly writes?: Writes }
  /** It alone: the others go on as if it had not come. */
  | { readonly kind: 'failed'; readonly error: unknown }

/**
 * Settles one after the other, each upon the snapshot that the one before left behind. Saving all that is written, in
 * this order, comes to what settling each by itself does.
 */
export function fold(snapshot: Snapshot, batch: readonly Incoming[], now: Instant): Folded[] {
  const draft = new Draft(snapshot)
  return batch.map((incoming) => {
    try {
      const settled = settle(draft, incoming, now)
      const writes = writesOf(draft, incoming, settled, now)
      if (writes === undefined) return { kind: 'settled', settled }
      draft.lay(writes)
      return { kind: 'settled', settled, writes }
    } catch (error) {
      return { kind: 'failed', error }
    }
  })
}

function writesOf(snapshot: Snapshot, incoming: Incoming, settled: Settled, now: Instant): Writes | undefined {
  if (settled.kind === 'ignore') return undefined
  const memory = memoryWrite(snapshot, incoming, settled)
  if (settled.kind === 'note') return memory
  const { change } = settled
  const demotion = 'demotion' in settled ? { demotion: settled.demotion } : {}
  const line = lineAfter(snapshot.line(change.after.line), change, countsInAFlood(incoming), now)
  return { ...memory, ...demotion, change, ...(line && { line }) }
}

/** What AWS says, and by itself: too much at once, whatever it is, is too much for people. */
const countsInAFlood = ({ kind }: Incoming) => kind === 'alarm' || kind === 'event'

function memoryWrite(snapshot: Snapshot, incoming: Incoming, settled: Settled): Pick<Writes, 'memory'> {
  if (!('key' in incoming && 'memory' in settled)) return {}
  return { memory: { key: incoming.key, before: snapshot.memoryOf(incoming.key), after: settled.memory } }
}
