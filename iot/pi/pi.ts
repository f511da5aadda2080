import type { Clock } from '../agent/clock/clock.ts'
import type { Ports } from '../agent/link/broker-address.ts'
import type { Disk } from './disk.ts'
import type { Places } from './places.ts'
import type { Systemd } from './systemd.ts'

/** The machine that is being made a light. */
export interface Pi {
  readonly disk: Disk
  readonly places: Places
  /** Missing where the machine is not this one, but a card that is being prepared. */
  readonly systemd: Systemd | undefined
  readonly clock: Clock
  /** Takes a line whenever something has been done. */
  readonly say: (line: string) => void
  /** Where a broker is tried when its address names no port; AWS IoT Core's unless told. */
  readonly ports?: Ports | undefined
}

export const pause = ({ clock }: Pick<Pi, 'clock'>, ms: number) =>
  new Promise<void>((resolve) => void clock.after(ms, resolve))
