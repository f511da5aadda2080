import type { Instant } from './instant.ts'
import { Draft, type Known } from './known.ts'
import { lineAfter } from './line.ts'
import { type Incoming, settle, type Settled } from './settle.ts'
import type { Writes } from './writes.ts'

/** What became of one of a batch. */
export type Folded =
  | { readonly kind: 'settled'; readonly settled: Settled; readonly writes?: Writes }
  /** It alone: the others go on as if it had not come. */
  | { readonly kind: 'failed'; readonly error: unknown }

/**
 * Settles one after the other, each upon what the one before made of what is known. Saving all that is written, in this
 * order, comes to what settling each by itself does.
 */
export function fold(known: Known, batch: readonly Incoming[], now: Instant): Folded[] {
  const draft = new Draft(known)
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

function writesOf(known: Known, incoming: Incoming, settled: Settled, now: Instant): Writes | undefined {
  if (settled.kind === 'ignore') return undefined
  const memory = memoryWrite(known, incoming, settled)
  if (settled.kind === 'note') return memory
  const { change } = settled
  const line = lineAfter(known.line(change.after.line), change, incoming.kind === 'alarm', now)
  return { ...memory, change, ...(line && { line }) }
}

function memoryWrite(known: Known, incoming: Incoming, settled: Settled): Pick<Writes, 'memory'> {
  if (!('key' in incoming && 'memory' in settled)) return {}
  return { memory: { key: incoming.key, before: known.memoryOf(incoming.key), after: settled.memory } }
}
