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

/** "5 minutes", "1 hour 30 minutes", "1 second". */
export function inWords(duration: Duration): string {
  const total = toSeconds(duration)
  const parts = [
    count(Math.floor(total / 86_400), 'day'),
    count(Math.floor(total / 3_600) % 24, 'hour'),
    count(Math.floor(total / 60) % 60, 'minute'),
    count(Math.round(total % 60), 'second'),
  ]
  return parts.filter((part) => part !== undefined).join(' ') || '0 seconds'
}

const count = (n: number, unit: string) => (n === 0 ? undefined : `${n} ${unit}${n === 1 ? '' : 's'}`)
