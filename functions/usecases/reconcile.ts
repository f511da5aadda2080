import { alarmOfKey, isOwnAlarm } from '../domain/alarm-key.ts'
import type { AlarmSeen } from '../domain/alarm-seen.ts'
import { goneOf, seenOf } from '../domain/described-alarm.ts'
import { isOpen } from '../domain/incident.ts'
import { isSameOrigin } from '../domain/origin.ts'
import type { ParsedAlarm } from '../domain/parsed-message.ts'
import { place, type Places } from '../domain/place.ts'
import { incidentsOf, keysOf, playbooksOf, settle, type Settled } from '../domain/settle.ts'
import type { AlarmsInCloudWatch, Clock, Incidents, Listings, SignalsQueue } from '../ports.ts'

export interface ReconcilePorts {
  readonly alarms: AlarmsInCloudWatch
  readonly incidents: Incidents
  readonly listings: Listings
  readonly signals: SignalsQueue
  readonly clock: Clock
  readonly places: Places
  /** An answer as on-signal will read it. */
  readonly parsed: (seen: AlarmSeen) => ParsedAlarm
}

/** For the log. */
export interface Reconciled {
  readonly holding: number
  readonly open: number
  readonly different: readonly string[]
  /** What the table holds of these cannot be read. */
  readonly unreadable: readonly string[]
}

/** What this is about on the platform's line when CloudWatch cannot be asked. */
export const troubleKey = 'reconcile'

/**
 * Asks CloudWatch what is in ALARM, and how the alarms of open incidents stand, and puts what differs from what we hold
 * into the signals queue. Nothing is written here: on-signal settles it, by the same rules as events, which may arrive at
 * the same time. When anything cannot be read, nothing is said at all.
 */
export async function reconcile(ports: ReconcilePorts): Promise<Reconciled> {
  const { all, holding, open } = await answersOf(ports)
  const placed = all.flatMap((seen) => place(ports.places, ports.parsed(seen)).map((signal) => ({ seen, signal })))
  const snapshot = await ports.incidents.lookUp({
    keys: [...placed.flatMap(({ signal }) => keysOf(signal)), troubleKey],
    incidents: placed.flatMap(({ signal }) => incidentsOf(signal)),
    playbooks: placed.flatMap(({ signal }) => playbooksOf(signal)),
  })
  const now = ports.clock.now()
  const unreadable: string[] = []
  const different = placed.flatMap(({ seen, signal }) => {
    try {
      return says(settle(snapshot, signal, now)) ? [seen] : []
    } catch (error) {
      unreadable.push(`${seen.name}: ${String(error)}`)
      return []
    }
  })
  const trouble = snapshot.memoryOf(troubleKey)?.incident
  const over = trouble && isOpen(trouble) ? [troubleOf('ok', '', now)] : []
  await ports.signals.put([...different, ...over])
  return { holding, open, different: different.map(({ name, state }) => `${name}: ${state}`), unreadable }
}

/** Something changes; or a change went unheard that changes nothing by itself, but shows that others came before it. */
const says = (settled: Settled) =>
  settled.kind === 'change' || (settled.kind === 'note' && settled.because === 'already-open')

/** In an order that no change in the meantime can spoil: what is open is read after the one question, before the other. */
async function answersOf(ports: ReconcilePorts) {
  const { alarms, clock } = ports
  const first = clock.now()
  const holding = (await alarms.holding()).filter(({ name }) => !isOwnAlarm(name))
  const open = await openHere(ports)
  const held = new Set(holding.map(({ arn }) => arn))
  const others = [...open.values()].filter(({ arn }) => !held.has(arn))
  const second = clock.now()
  const described = new Map((await alarms.named(others.map(({ name }) => name))).map((alarm) => [alarm.arn, alarm]))
  const someHold = [...holding, ...described.values()].some(({ state }) => state === 'alarm')
  const muted = someHold ? await alarms.muted() : new Map<string, string>()
  const all: AlarmSeen[] = [
    ...holding.map((alarm) => seenOf(alarm, muted.get(alarm.name), first)),
    ...others.map((alarm) => {
      const found = described.get(alarm.arn)
      return found ? seenOf(found, muted.get(found.name), second) : goneOf(alarm, second)
    }),
  ].map((seen) => {
    const known = open.get(seen.arn)?.open
    return known ? { ...seen, open: known } : seen
  })
  return { all, holding: holding.length, open: open.size }
}

/**
 * The alarms of this account and region for which something is open, as far as the lists have caught up. Of those of
 * elsewhere CloudWatch here knows nothing.
 */
async function openHere({ listings, places }: ReconcilePorts) {
  const names = places.lines.flatMap(({ name, was = [] }) => [name, ...was])
  const lists = await Promise.all(names.map((name) => listings.openOn(name)))
  const alarms = lists.flat().flatMap(({ id, key, line }) => {
    const alarm = alarmOfKey(key)
    const isHere = alarm !== undefined && isSameOrigin(alarm.origin, places.home)
    return isHere ? [[alarm.arn, { ...alarm, open: { incident: id, line } }] as const] : []
  })
  return new Map(alarms)
}

/** That CloudWatch cannot be asked, or can be again, for those who look after Andon. */
export const troubleOf = (state: 'alarm' | 'ok', reason: string, at: ReturnType<Clock['now']>) =>
  ({
    kind: 'trouble',
    key: troubleKey,
    title: 'CloudWatch could not be asked how its alarms stand',
    state,
    reason,
    at,
    saidBy: 'on-reconcile',
  }) as const
