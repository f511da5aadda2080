import type { Cancel, AgentClock } from '../clock/clock.ts'

/** Things to wait for, each with the same deadline. */
export interface Deadlines {
  /** Starts one deadline. Call the returned function when the thing has come. */
  begin(): () => void
  /** Cancels all deadlines. */
  cancelAll(): void
}

/** @param ms milliseconds that each may take @param late called when a deadline has passed */
export function deadlines(clock: AgentClock, ms: number, late: () => void): Deadlines {
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
