import { pause, type Pi } from './pi.ts'
import type { ServiceState, Systemd } from './systemd.ts'

/** Milliseconds between two looks. */
const look = 250

export type Watched =
  /** It is as was wished for. */
  | { readonly kind: 'so'; readonly status: string }
  /** It runs, but not so, and the time is over. */
  | { readonly kind: 'not-so'; readonly status: string }
  | { readonly kind: 'ended' }

/**
 * Watches the service, which has just been started, until it is as wished for or the time is over.
 * @param patience milliseconds
 */
export async function watchUntil(
  pi: Pi & { readonly systemd: Systemd },
  patience: number,
  isSo: (state: ServiceState) => boolean,
): Promise<Watched> {
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

/** Whoever has been started anew in the meantime has ended as well. */
const hasEnded = (first: ServiceState, now: ServiceState) =>
  now.active !== 'active' || now.restarts > first.restarts || now.pid !== first.pid

/** As the agent says it of itself. */
export const isConnected = ({ status }: Pick<ServiceState, 'status'>) => status.startsWith('connected')
