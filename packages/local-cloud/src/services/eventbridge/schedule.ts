import { NotModelled } from '../../not-modelled.ts'
import { own } from '../../own.ts'

/** When a scheduled rule is due. Times are milliseconds since 1970. */
export interface Schedule {
  /** As the template writes it. */
  readonly expression: string
  /**
   * The first time after `after` that the rule is due; undefined when there is none any more.
   * @param origin when the rule began: rates are counted from there
   * @param speed how many times as often rates come, though not within 5 seconds; 1 unless told
   */
  next(after: number, origin: number, speed?: number): number | undefined
}

const minute = 60_000
const units: Readonly<Record<string, number>> = { minute, hour: 60 * minute, day: 24 * 60 * minute }

/** Reads `rate(5 minutes)` or `cron(0 9 ? * MON-FRI *)`, in UTC. Throws `NotModelled` for anything else. */
export function scheduleFrom(expression: string, logicalId: string): Schedule {
  const [, amount, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? []
  if (Number(amount) > 0) return { expression, next: rate(Number(amount) * (own(units, unit) ?? minute)) }

  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/)
  if (fields?.length === 6) {
    const [minutes, hours, days, months, weekdays, years] = ranges.map((range, index) =>
      field(fields[index] ?? '', range),
    )
    if (minutes && hours && days && months && weekdays && years) {
      return { expression, next: cron({ minutes, hours, days, months, weekdays, years }) }
    }
  }
  throw new NotModelled(`The schedule ${expression} of the rule ${logicalId} is not modelled`)
}

/** However fast time runs: what comes each minute would come each second, and sooner than its function is done. */
const shortestBeat = 5000

function rate(period: number): Schedule['next'] {
  return (after, origin, speed = 1) => {
    const beat = Math.max(period / speed, Math.min(period, shortestBeat))
    return origin + (Math.floor(Math.max(0, after - origin) / beat) + 1) * beat
  }
}

interface Range {
  readonly least: number
  readonly most: number
  readonly names?: readonly string[]
}

const ranges: readonly Range[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  {
    least: 1,
    most: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  { least: 1, most: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
  { least: 1970, most: 2199 },
]

/** The numbers that a cron field allows, or undefined when it holds something else (`L`, `W`, `#`). */
function field(text: string, range: Range): ReadonlySet<number> | undefined {
  const allowed = new Set<number>()
  for (const part of text.split(',')) {
    const [, from = '', to, step] = /^(\*|\?|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? []
    const all = from === '*' || from === '?'
    const first = all ? range.least : numberOf(from, range)
    const last = to === undefined ? (all || step !== undefined ? range.most : first) : numberOf(to, range)
    if (first === undefined || last === undefined || last < first || step === '0') return undefined
    for (let value = first; value <= last; value += Number(step ?? 1)) allowed.add(value)
  }
  return allowed
}

function numberOf(text: string, { least, most, names = [] }: Range): number | undefined {
  const named = names.indexOf(text.toUpperCase())
  const value = named >= 0 ? least + named : /^\d+$/.test(text) ? Number(text) : undefined
  return value !== undefined && value >= least && value <= most ? value : undefined
}

type Cron = Readonly<Record<'minutes' | 'hours' | 'days' | 'months' | 'weekdays' | 'years', ReadonlySet<number>>>

function cron({ minutes, hours, days, months, weekdays, years }: Cron): Schedule['next'] {
  const latest = Math.max(...years)
  return (after) => {
    let time = Math.floor(after / minute) * minute + minute
    for (;;) {
      const at = new Date(time)
      const [year, month, day, hour] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCHours()]
      if (year > latest) return undefined
      // Whatever does not fit is skipped whole: a year, a month, a day, an hour, a minute.
      if (!years.has(year)) time = Date.UTC(year + 1, 0)
      else if (!months.has(month + 1)) time = Date.UTC(year, month + 1)
      else if (!days.has(day) || !weekdays.has(at.getUTCDay() + 1)) time = Date.UTC(year, month, day + 1)
      else if (!hours.has(hour)) time = Date.UTC(year, month, day, hour + 1)
      else if (!minutes.has(at.getUTCMinutes())) time += minute
      else return time
    }
  }
}
