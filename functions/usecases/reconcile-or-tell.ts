import { reconcile, type Reconciled, type ReconcilePorts, troubleOf } from './reconcile.ts'

/** Milliseconds before each further try. Nobody is to be woken for a hiccup. */
const pauses = [2_000, 10_000]

/**
 * Reconciles; and where that fails again and again, says so on the platform's line, and rejects. Lamps then show what was
 * heard by events alone, which may be too little, so somebody must know.
 */
export async function reconcileOrTell(ports: ReconcilePorts): Promise<Reconciled> {
  let failure: unknown
  for (const pause of [0, ...pauses]) {
    if (pause > 0) await ports.clock.pause(pause)
    try {
      return await reconcile(ports)
    } catch (error) {
      failure = error
    }
  }
  const because = failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure)
  const reason = `${because}. Alarms that change unheard are not noticed meanwhile`
  try {
    await ports.signals.put([troubleOf('alarm', reason, ports.clock.now())])
  } catch (error) {
    throw new AggregateError([failure, error], `${because}; and nobody could be told: ${String(error)}`, {
      cause: error,
    })
  }
  throw failure
}
