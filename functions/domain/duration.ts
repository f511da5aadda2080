/** A span of time as people write it. Parts add up. */
export interface Duration {
  readonly seconds?: number
  readonly minutes?: number
  readonly hours?: number
  readonly days?: number
}

export function toSeconds({ seconds = 0, minutes = 0, hours = 0, days = 0 }: Duration): number {
  return seconds + 60 * (minutes + 60 * (hours + 24 * days))
}

export const durationOf = (total: number): Duration => {
  const seconds = Math.round(total)
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)]
  return { days: Math.floor(hours / 24), hours: hours % 24, minutes: minutes % 60, seconds: seconds % 60 }
}

/** "5 minutes", "1 hour 30 minutes" */
export function inWords({ days, hours, minutes, seconds }: Duration): string {
  const parts = Object.entries({ day: days, hour: hours, minute: minutes, second: seconds })
  return parts.flatMap(([unit, n]) => (n ? [`${n} ${unit}${n === 1 ? '' : 's'}`] : [])).join(' ')
}
