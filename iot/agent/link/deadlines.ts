import type { Cancel, Clock } from '../clock/clock.ts'

/** What is waited for, each for so long and no longer. */
export interface Deadlines {
  /** From now on; the function that comes back says that it has come. */
  begin(): () => void
  /** Waits for nothing any more. */
  cancelAll(): void
}

/** @param ms milliseconds that each may take @param late called when one has passed */
export function deadlines(clock: Clock, ms: number, late: () => void): Deadlines {
  const running = new Set<Cancel>()
  return {
    begin() {
      const cancel = clock.after(ms, late)
      running.add(cancel)
      return () => {
        cancel()
        running.delete(cancel)
      }
    },
    cancelAll() {
      for (const cancel of running) cancel()
      running.clear()
    },
  }
}
