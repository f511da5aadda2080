import { pause, type Pi } from './pi.ts'
import type { ServiceState, Systemd } from './systemd.ts'

/** Milliseconds between two looks. */
const look = 250

export type ServiceRun =
  /** It runs as wanted. */
  | { readonly kind: 'so'; readonly status: string }
  /** It runs, but not as wanted, and the time is over. */
  | { readonly kind: 'not-so'; readonly status: string }
  | { readonly kind: 'ended' }

/**
 * Watches the service after its start, until it runs as wanted or the time is over.
 * @param patience milliseconds
 */
export async function watchUntil(
  pi: Pi & { readonly systemd: Systemd },
  patience: number,
  isSo: (state: ServiceState) => boolean,
): Promise<ServiceRun> {
  const { systemd, clock } = pi
  const end = clock.moment().monotonic + patience
  const first = await systemd.state()
  for (let state = first; ; state = await systemd.state()) {
    if (hasEnded(first, state)) return { kind: 'ended' }
    if (isSo(state)) return { kind: 'so', status: state.status }
    if (clock.moment().monotonic >= end) return { kind: 'not-so', status: state.status }
    await pause(pi, look)
  }
}

/** A restart since then counts as an end too. */
const hasEnded = (first: ServiceState, now: ServiceState) =>
  now.active !== 'active' || now.restarts > first.restarts || now.pid !== first.pid

/** By the agent's own status. */
export const isConnected = ({ status }: Pick<ServiceState, 'status'>) => status.startsWith('connected')
