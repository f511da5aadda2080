import { runLamp } from '../../../iot/agent/lamp/run-lamp.ts'
import type { LightCommand } from '../../../iot/contract/light-command.ts'
import { aCommand } from './a-command.ts'
import { MovedClock } from '../clock/moved-clock.ts'

export const nineOClock = Date.UTC(2026, 10, 21, 9)

/** A lamp with what it showed and what it reported, each time that this changed. */
export function aLamp(clock = new MovedClock(nineOClock)) {
  const shown: string[] = []
  const reports: string[] = []
  const lamp = runLamp(
    { version: '1.2.3', clock },
    {
      show(next) {
        const words = next.state === 'unknown' ? `unknown: ${next.because}` : next.state
        if (shown.at(-1) !== words) shown.push(words)
      },
      report: ({ state, appliedV }) => reports.push(`${state} ${appliedV}`),
    },
  )
  return {
    clock,
    shown,
    reports,
    lamp,
    connect: () => lamp.learn({ kind: 'connected' }),
    lose: () => lamp.learn({ kind: 'lost' }),
    hearLive: (but: Partial<LightCommand> = {}) =>
      lamp.learn({ kind: 'commanded', retained: false, command: aCommand({ at: isoOf(clock), ...but }) }),
    hearRetained: (but: Partial<LightCommand> = {}) =>
      lamp.learn({ kind: 'commanded', retained: true, command: aCommand({ at: isoOf(clock), ...but }) }),
  }
}
export const isoOf = (clock: MovedClock) => new Date(clock.moment().wall).toISOString()
