import type { DemotionSeen } from './demotion.ts'
import { type Instant, secondsAfter } from './instant.ts'

// What machines did lately, to whom: so that no two are at one thing, and none goes on for ever.

/** One act of a machine. */
export interface Deed {
  /** The same in every try of one act, and in no other. */
  readonly mark: string
  readonly incident: string
  readonly playbook: string
  /** What it worked on: what its action locks. */
  readonly resource: string
  readonly at: Instant
  /** Until then its proof is waited for, and no other machine works on the same. */
  readonly until: Instant
  /** Of its group it acted on these; only in what is kept of that group. */
  readonly members?: readonly string[]
}

/** Deeds as one item of the table has them, oldest first. */
export interface Deeds {
  /** Grows with every write. */
  readonly v: number
  readonly all: readonly Deed[]
}

/** On one resource, of whatever line; on one line, on whatever resource; and on one group of resources. */
export interface Hands {
  readonly resource: Deeds
  readonly line: Deeds
  /** Missing: it was not asked for, for what is about to be acted on is of no group. */
  readonly group?: Deeds
  /** Of the playbook that is about to act. */
  readonly demotion: DemotionSeen
}

export const noDeeds: Deeds = { v: 0, all: [] }

/** An item is read whole: no guard counts further back. */
export const mostDeeds = 100

/** With one more deed; in place of the same one from before, for a try may be repeated, hours later after a hold. */
export const withDeed = ({ v, all }: Deeds, deed: Deed): Deeds => ({
  v: v + 1,
  all: [...all.filter(({ mark }) => mark !== deed.mark), deed].slice(-mostDeeds),
})

/** Whose proof the resource still waits for, apart from that incident's own. */
export const waitedForAt = ({ resource }: Hands, incident: string, now: Instant): readonly Deed[] =>
  resource.all.filter((deed) => deed.incident !== incident && deed.until > now)

/** Acts on the line, for other incidents, whose proof was waited for at that time. */
export const underWayAt = ({ line }: Hands, incident: string, at: Instant): readonly Deed[] =>
  line.all.filter((deed) => deed.incident !== incident && deed.at <= at && at < deed.until)

/** The proof of what was done for these incidents came when they were over. @param over when, by the incident's id */
export function provedWhenOver({ resource, line, ...rest }: Hands, over: ReadonlyMap<string, Instant>): Hands {
  const proved = (deeds: Deeds): Deeds => ({
    ...deeds,
    all: deeds.all.map((deed) => {
      const at = over.get(deed.incident)
      return at !== undefined && at < deed.until ? { ...deed, until: at } : deed
    }),
  })
  return { ...rest, resource: proved(resource), line: proved(line) }
}

/** Seconds: whoever has begun comes back within that, to go on or to try again. */
const shortestLease = 60

/** One act, that begins or goes on now. @param proof how long it takes until it can be told whether it helped, in seconds */
export const deedOf = (act: Omit<Deed, 'until'>, proof: number): Deed => ({
  ...act,
  until: secondsAfter(act.at, Math.max(proof, shortestLease)),
})
