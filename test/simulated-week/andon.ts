import { cloudwatchAlarms } from '../../functions/adapters/cloudwatch-alarms.ts'
import { placesOf } from '../../functions/config/places.ts'
import { alarmOfKey } from '../../functions/domain/alarm-key.ts'
import { isOpen } from '../../functions/domain/incident.ts'
import { stateOf } from '../../functions/domain/light.ts'
import { place } from '../../functions/domain/place.ts'
import type { SignalsQueue } from '../../functions/ports.ts'
import { messageOf } from '../../functions/sources/reconcile/message.ts'
import { fromAlarmSeen } from '../../functions/sources/reconcile/parse.ts'
import { readMessage } from '../../functions/sources/read-message.ts'
import { reconcileOrTell } from '../../functions/usecases/reconcile-or-tell.ts'
import { takeInAll } from '../../functions/usecases/take-in.ts'
import config from '../fixtures/andon.config.ts'
import { aTable } from '../table-in-memory.ts'
import { UnreliableCloudWatch } from './cloudwatch.ts'
import { PassingTime } from './time.ts'

const { search } = config.lines
const places = placesOf(
  { ...config, lines: { ...config.lines, ...(search && { search: { ...search, noData: 'resolve' } }) } },
  { account: '000000000000', region: 'eu-central-1' },
)

/** Seconds from one look at CloudWatch to the next. */
export const beat = 300

/** The real use cases on a table in memory, between a CloudWatch and a bus that cannot be relied on. */
export function liveAndon() {
  const time = new PassingTime()
  const table = aTable()
  const { incidents, listings } = table.ports
  const wrong: string[] = []
  const cloudwatch = new UnreliableCloudWatch(time, hear)

  async function hear(message: unknown): Promise<void> {
    const parsed = readMessage(JSON.stringify(message), time.clock.now())
    const incoming = parsed.kind === 'nothing' ? [] : place(places, parsed)
    for (const outcome of await takeInAll({ incidents, clock: time.clock }, incoming)) {
      if (outcome.kind === 'failed') throw outcome.error
      if (outcome.settled.kind !== 'change') continue
      const { before, after } = outcome.settled.change
      const opens = isOpen(after) && (before === undefined || !isOpen(before))
      const ends = !isOpen(after)
      // An answer of CloudWatch is true as of when it was asked, an event as of its own time.
      const at = Date.parse(parsed.kind === 'alarm' ? (parsed.seen ?? parsed.at) : after.openedAt)
      if ((opens || ends) && !cloudwatch.truth.wasSo(after.title, opens, at)) {
        wrong.push(`${after.title} was ${opens ? 'opened' : 'resolved'} as of ${new Date(at).toISOString()}`)
      }
    }
  }

  const signals: SignalsQueue = {
    async put(found) {
      for (const one of found) {
        if ('kind' in one) throw new Error(one.reason)
        // A queue is late and delivers twice, but loses nothing.
        for (const seconds of [1, 7]) time.after(seconds, () => hear(messageOf(one)))
      }
    },
  }
  const alarms = cloudwatchAlarms(cloudwatch.client())
  const ports = {
    alarms,
    incidents,
    listings,
    signals,
    clock: time.clock,
    places,
    parsed: (seen: Parameters<typeof messageOf>[0]) => fromAlarmSeen(messageOf(seen)),
  }

  return {
    time,
    cloudwatch,
    table,
    /** What was opened or resolved though the alarm never stood so. */
    wrong,
    reconcile: () => reconcileOrTell(ports),
    stateOf(line: string) {
      const found = table.line(line)
      return found === undefined ? 'calm' : stateOf(found)
    },
    /** Names of the alarms for which an incident is open. */
    open: () =>
      table
        .incidents()
        .filter(isOpen)
        .map(({ key }) => alarmOfKey(key)?.name ?? key)
        .sort(),
  }
}
