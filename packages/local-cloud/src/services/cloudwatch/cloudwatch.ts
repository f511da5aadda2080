import type { CloudClock } from '../../clock.ts'
import type { Api } from '../../api.ts'
import type { Collection, Store } from '../../store.ts'
import { isComposite, type KeptAlarm, type KnownAlarm, unchecked } from './alarm.ts'
import { cloudWatchApi } from './api.ts'
import {
  alarmEvent,
  type AlarmEvent,
  type AlarmState,
  deletionEvent,
  type DeletionEvent,
  type Dimensions,
  reasonFor,
  type Silence,
} from './event.ts'
import { type Heard, heardOf } from './heard.ts'
import { ruleForWindow, MuteRules } from './mute-rules.ts'

export { type AlarmEvent, type AlarmState, alarmStates, type DeletionEvent } from './event.ts'

/** What is left out stays as it is. */
export interface AlarmChange {
  readonly state?: AlarmState | undefined
  readonly reason?: string | undefined
  /** Of the alarm's metric. */
  readonly dimensions?: Dimensions | undefined
  /** Mutes it from now on for so long, by a mute rule of its own; 0 ends that. */
  readonly muteSeconds?: number | undefined
  /** Makes it a composite alarm that does nothing while the alarm of this name is in ALARM; null makes it a metric's. */
  readonly suppressor?: string | null | undefined
  /** The change happens, and its event never comes. */
  readonly lost?: boolean | undefined
}

export interface CloudWatch {
  readonly api: Api
  /**
   * Sets an imitated alarm, which sends the event that CloudWatch would; nothing when it has that state already. One
   * that nobody has set before is INSUFFICIENT_DATA. Returns the event, once it has been handed over.
   */
  setAlarm(name: string, change: AlarmChange): AlarmEvent | undefined
  /** Deletes it, which CloudWatch tells as well. Returns whether there was one, and the event. */
  deleteAlarm(
    name: string,
    options?: { readonly lost?: boolean | undefined },
  ): { readonly existed: boolean; readonly event: DeletionEvent | undefined }
  stateOf(name: string): AlarmState
  /** In text order of the names. `since`: milliseconds since 1970. */
  alarms(): { readonly name: string; readonly state: AlarmState; readonly since: number }[]
  /**
   * Takes in what an event on the default bus says of an alarm of this account and region: whoever put it there wants
   * CloudWatch to have it so. An event that is late changes nothing.
   */
  hear(event: unknown): void
  /** Calls `listener` after each change, sent or not. Returns the way to stop that. */
  onChange(listener: () => void): () => void
}

/** @param emit puts an event on the default bus; what it throws undoes the change */
export function createCloudWatch(
  store: Store,
  clock: CloudClock,
  emit: (event: AlarmEvent | DeletionEvent) => void,
): CloudWatch {
  return new ImitatedCloudWatch(store, clock, emit)
}

class ImitatedCloudWatch implements CloudWatch {
  readonly api: Api
  readonly #store: Store
  readonly #clock: CloudClock
  readonly #emit: (event: AlarmEvent | DeletionEvent) => void
  readonly #kept: Collection<KeptAlarm>
  /** When alarms were deleted, by name: what comes later was before. Milliseconds since 1970. */
  readonly #deleted: Collection<number>
  readonly #rules: MuteRules
  readonly #listeners = new Set<() => void>()
  /** Until the next change: who asks for thousands asks for page after page. */
  #all: readonly KnownAlarm[] | undefined

  constructor(store: Store, clock: CloudClock, emit: (event: AlarmEvent | DeletionEvent) => void) {
    this.#store = store
    this.#clock = clock
    this.#emit = emit
    this.#kept = store.collection('cloudwatch-alarms')
    this.#deleted = store.collection('cloudwatch-deleted-alarms')
    this.#rules = new MuteRules(store)
    this.api = cloudWatchApi({
      clock,
      rules: this.#rules,
      alarms: () => (this.#all ??= this.#read()),
      set: (name, change) => this.setAlarm(name, change),
      delete: (name) => this.deleteAlarm(name),
      has: (name) => this.#kept.get(name) !== undefined,
    })
  }

  setAlarm(name: string, { state, reason, dimensions, muteSeconds, suppressor, lost = false }: AlarmChange) {
    const now = this.#clock.now()
    const before: KeptAlarm = this.#kept.get(name) ?? {
      ...unchecked,
      at: Math.max(now - 1, this.#deleted.get(name) ?? 0),
    }
    const configured = {
      ...before,
      dimensions: dimensions ?? before.dimensions,
      suppressor: suppressor === undefined ? before.suppressor : (suppressor ?? undefined),
    }
    const value = state ?? before.value
    const after = value === before.value ? configured : { ...configured, ...momentOf(value, reason, before, now) }
    const event = this.#write(() => {
      if (muteSeconds !== undefined) this.#mute(name, muteSeconds)
      this.#kept.put(name, after)
      if (lost || value === before.value) return undefined
      const made = alarmEvent(name, after, before, after.dimensions, this.#silenceOf(name, after))
      this.#emit(made)
      return made
    })
    this.#changed()
    return event
  }

  deleteAlarm(name: string, { lost = false }: { readonly lost?: boolean | undefined } = {}) {
    const kept = this.#kept.get(name)
    if (kept === undefined) return { existed: false, event: undefined }
    const event = this.#write(() => {
      const made = deletionEvent(name, kept, kept.dimensions, this.#clock.now(), this.#silenceOf(name, kept))
      this.#forget(name, Math.max(this.#clock.now(), kept.at + 1))
      this.#rules.delete(ruleOfDoor(name))
      if (lost) return undefined
      this.#emit(made)
      return made
    })
    this.#changed()
    return { existed: true, event }
  }

  stateOf(name: string): AlarmState {
    return this.#kept.get(name)?.value ?? unchecked.value
  }

  alarms() {
    return this.#kept.entries().map(([name, { value, at }]) => ({ name, state: value, since: at }))
  }

  hear(event: unknown): void {
    const heard = heardOf(event)
    if (heard === undefined) return
    const kept = this.#kept.get(heard.name)
    if (kept === undefined ? heard.at <= (this.#deleted.get(heard.name) ?? 0) : isLate(heard, kept)) return
    this.#write(() => {
      if (heard.kind === 'deleted') this.#forget(heard.name, Math.max(heard.at, (kept?.at ?? 0) + 1))
      else this.#take(heard, kept)
    })
    this.#changed()
  }

  onChange(listener: () => void) {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #read = () => this.#kept.entries().map(([name, kept]) => ({ name, kept, silence: () => this.#silenceOf(name, kept) }))

  #write<R>(work: () => R): R {
    this.#all = undefined
    return this.#store.together(work)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }

  #forget(name: string, at: number): void {
    this.#kept.delete(name)
    this.#deleted.put(name, at)
  }

  #take(heard: Heard & { kind: 'state' }, kept: KeptAlarm | undefined): void {
    const { name, value, reason, reasonData, suppressedBy, muted } = heard
    const now = this.#clock.now()
    // No alarm changes in the future: a time from a clock gone wrong must not make all later ones late.
    const at = heard.at <= now ? heard.at : Math.max(now, (kept?.at ?? 0) + 1)
    const composite = heard.composite || kept?.composite
    const dimensions = heard.dimensions ?? kept?.dimensions ?? {}
    const suppressor = kept?.suppressor
    this.#kept.put(name, { value, reason, reasonData, at, dimensions, composite, suppressor, suppressedBy })
    if (muted === undefined) return
    const ruleName = muted.by.split(':').at(-1) ?? name
    const others = this.#rules.get(ruleName)?.alarms ?? []
    this.#rules.put(ruleForWindow(ruleName, [...new Set([...others, name])], muted, now))
  }

  #mute(name: string, seconds: number): void {
    const rule = ruleOfDoor(name)
    if (seconds === 0) return this.#rules.delete(rule)
    const start = this.#clock.now()
    this.#rules.put(ruleForWindow(rule, [name], { start, end: start + seconds * 1000 }, start))
  }

  #silenceOf(name: string, kept: KeptAlarm): Silence {
    const { suppressor, suppressedBy } = kept
    const isSuppressed = suppressor !== undefined && this.stateOf(suppressor) === 'ALARM'
    return {
      muted: this.#rules.windowOf(name, this.#clock.now()),
      suppressor: isComposite(kept) ? (suppressor ?? '') : undefined,
      suppressedBy: isSuppressed ? 'Alarm' : suppressedBy,
    }
  }
}

/** The rule that `muteSeconds` makes. */
const ruleOfDoor = (alarm: string) => `laptop-${alarm}`

function isLate(heard: Heard, kept: KeptAlarm): boolean {
  // An event's own time is to the second, so an alarm that changed in it may be deleted in it.
  if (heard.kind === 'deleted') return heard.at < Math.floor(kept.at / 1000) * 1000
  return heard.at < kept.at || (heard.at === kept.at && (heard.value !== 'ALARM' || kept.value === 'ALARM'))
}

function momentOf(value: AlarmState, reason: string | undefined, before: KeptAlarm, now: number) {
  // Receivers tell late from new by this time alone, so two changes never share it.
  const at = Math.max(now, before.at + 1)
  const byItself = reasonFor(value, at)
  return { value, reason: reason ?? byItself.reason, reasonData: byItself.reasonData, at, suppressedBy: undefined }
}
