import { machineClock } from '../../../iot/agent/clock/clock.ts'
import { type LampLink, type LampLinkOptions, linkLamp } from '../../../iot/agent/link/lamp-link.ts'
import { type Outbox, openOutbox } from '../../../iot/agent/cord/outbox.ts'
import { tlsIdentity } from '../../../iot/agent/link/tls-identity.ts'

/** Real time, on a machine that knows it. */
const clock = { ...machineClock, moment: () => ({ ...machineClock.moment(), wallIsSet: true }) }

/** What was seen so far, and a promise of what will be. */
export function watch() {
  const seen: string[] = []
  const waiting = new Set<() => void>()
  return {
    seen,
    add: (what: string) => {
      seen.push(what)
      for (const look of waiting) look()
    },
    /** Resolves with how many there were by then. */
    until: (is: (seen: readonly string[]) => boolean) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (!is(seen)) return
          waiting.delete(look)
          resolve(seen.length)
        }
        waiting.add(look)
        look()
      }),
  }
}

export interface LinkedLamp {
  readonly link: LampLink
  readonly outbox: Outbox
  /** The states it showed, each time that this changed. */
  readonly shown: readonly string[]
  readonly log: readonly string[]
  /** Until it shows that. */
  shows(state: string): Promise<unknown>
  /** Until a line of that kind is logged. */
  says(pattern: RegExp): Promise<unknown>
}

/** The lamp and cord `desk-1`, on a real connection. It comes back soon, and not so soon that nobody can come between. */
export function aLinkedLamp(options: Pick<LampLinkOptions, 'broker'> & Partial<LampLinkOptions>): LinkedLamp {
  const [shown, log] = [watch(), watch()]
  const outbox = openOutbox({ cord: 'desk-1', clock, log: log.add })
  const link = linkLamp(
    {
      light: 'desk-1',
      version: '1.2.3',
      identity: tlsIdentity(),
      clock,
      chance: () => 0.05,
      tell: (_kind, line) => log.add(line),
      outbox,
      ...options,
    },
    ({ state }) => shown.seen.at(-1) === state || shown.add(state),
  )
  return {
    link,
    outbox,
    shown: shown.seen,
    log: log.seen,
    shows: (state) => shown.until((seen) => seen.at(-1) === state),
    says: (pattern) => log.until((seen) => seen.some((line) => pattern.test(line))),
  }
}
