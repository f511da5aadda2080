import type { AgentClock } from '../agent/clock/clock.ts'
import type { Ports } from '../agent/link/broker-address.ts'
import type { Disk } from './disk.ts'
import type { Places } from './places.ts'
import type { Systemd } from './systemd.ts'

/** The machine that becomes a light. */
export interface Pi {
  readonly disk: Disk
  readonly places: Places
  /** Missing if this is only a card that we prepare. */
  readonly systemd: Systemd | undefined
  readonly clock: AgentClock
  /** Takes a line for each thing that was done. */
  readonly say: (line: string) => void
  /** The ports to try when the broker's address has none; by default AWS IoT Core's. */
  readonly ports?: Ports | undefined
}

export const pause = ({ clock }: Pick<Pi, 'clock'>, ms: number) =>
  new Promise<void>((resolve) => void clock.after(ms, resolve))
