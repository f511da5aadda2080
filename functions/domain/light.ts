import type { LightCommand } from '../../iot/contract/light-command.ts'
import type { LightState } from '../../iot/contract/light-state.ts'
import { type OpenState, openStates } from './incident.ts'
import { type Instant, secondsBetween } from './instant.ts'
import type { Line } from './line.ts'
import { reasonsShown } from './reasons.ts'

/**
 * How long a command is valid, and after how long it is repeated, in seconds. One repetition may be lost, and the
 * schedule may be a minute late. A line is calm nearly all the time, so then half as many repetitions must do: each
 * costs six metered messages a light (docs/cost.md).
 */
const freshness = {
  calm: { ttlSeconds: 300, dueAfter: 120 },
  open: { ttlSeconds: 180, dueAfter: 60 },
} as const

const freshnessOf = (state: LightState) => freshness[state === 'calm' ? 'calm' : 'open']

/** Whether the line's last command is old enough to be repeated. */
export function isDue(line: Line, at: Instant): boolean {
  // The schedule is not exact to the second; a little early is better than a whole minute late.
  const tolerance = 15
  return secondsBetween(line.at, at) >= freshnessOf(stateOf(line)).dueAfter - tolerance
}

/** What one line asks its lights to show. A stopped line stays seen, whatever else pours in. */
export function stateOf({ open, flooded }: Line): LightState {
  if (open.stop.all > 0) return 'stop'
  if (flooded) return 'flood'
  return openStates.find((state) => open[state].all > 0) ?? 'calm'
}

const urgency: readonly LightState[] = ['stop', 'flood', 'approval', 'help', 'working', 'calm', 'test']

/**
 * The command for a light that shows these lines (one at least): the state of the most urgent of them.
 * Versions add up and epochs only get later, so whatever changes, the light's own version grows.
 */
export function commandFor(lines: readonly [Line, ...Line[]], at: Instant): LightCommand {
  const [first, ...others] = lines
  const shown = others.reduce((a, b) => (urgency.indexOf(stateOf(b)) < urgency.indexOf(stateOf(a)) ? b : a), first)
  const state = stateOf(shown)
  const reasons = lines.flatMap((line) => line.reasons).sort((a, b) => rank(a.state) - rank(b.state))
  return {
    epoch: lines.reduce((latest, { epoch }) => (epoch > latest ? epoch : latest), first.epoch),
    v: lines.reduce((sum, { v }) => sum + v, 0),
    line: shown.name,
    state,
    acknowledged: isAnswered(shown),
    reasons: reasons
      .slice(0, reasonsShown)
      .map(({ incident, title, url }) => ({ incident, title, ...(url !== undefined && { url }) })),
    at,
    ttlSeconds: freshnessOf(state).ttlSeconds,
  }
}

/** Somebody has answered every incident of the state that is shown. */
function isAnswered(line: Line): boolean {
  const state = stateOf(line)
  const shown = openStates.find((open) => open === state)
  return shown !== undefined && line.open[shown].unacknowledged === 0
}

const rank = (state: OpenState) => openStates.indexOf(state)
