import { type CloudClock } from '../../clock.ts'
import { alarmEvent, type AlarmEvent, type AlarmMoment, type AlarmState, type Dimensions, reasonFor } from './event.ts'
import { type Store } from '../../store.ts'

export { type AlarmEvent, type AlarmState, alarmStates } from './event.ts'

export interface AlarmChange {
  readonly state: AlarmState
  readonly reason?: string | undefined
  /** Of the alarm's metric; those given before hold until others are given. */
  readonly dimensions?: Dimensions | undefined
}

export interface CloudWatch {
  /**
   * Sets an imitated alarm, which sends the event that CloudWatch would; nothing when it has that state already. One
   * that nobody has set before is INSUFFICIENT_DATA. Returns the event, once it has been handed over.
   */
  setAlarm(name: string, change: AlarmChange): AlarmEvent | undefined
  stateOf(name: string): AlarmState
  /** In text order of the names. `since`: milliseconds since 1970. */
  alarms(): { readonly name: string; readonly state: AlarmState; readonly since: number }[]
}

interface Kept extends AlarmMoment {
  readonly dimensions: Dimensions
}

/** @param emit puts an event on the default bus; what it throws undoes the change */
export function createCloudWatch(store: Store, clock: CloudClock, emit: (event: AlarmEvent) => void): CloudWatch {
  const kept = store.collection<Kept>('cloudwatch-alarms')
  const unchecked = { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation', dimensions: {} } as const

  return {
    setAlarm(name, { state: value, reason, dimensions }) {
      const before: Kept = kept.get(name) ?? { ...unchecked, at: clock.now() - 1 }
      if (before.value === value) return undefined
      // Receivers tell late from new by this time alone, so two changes never share it.
      const at = Math.max(clock.now(), before.at + 1)
      const byItself = reasonFor(value, at)
      const after: Kept = {
        value,
        reason: reason ?? byItself.reason,
        reasonData: byItself.reasonData,
        at,
        dimensions: dimensions ?? before.dimensions,
      }
      return store.together(() => {
        kept.put(name, after)
        const event = alarmEvent(name, after, before, after.dimensions)
        emit(event)
        return event
      })
    },
    stateOf: (name) => kept.get(name)?.value ?? unchecked.value,
    alarms: () => kept.entries().map(([name, { value, at }]) => ({ name, state: value, since: at })),
  }
}
