// How many of a group machines may act on, before people take a look.

/** A group of alike things, as a look saw it: the tasks of a service, the instances of an Auto Scaling group. */
export interface Group {
  /** The same for whatever acts on its members: `ecs service/shop/checkout`. */
  readonly name: string
  /** How many there are. Missing: nobody could tell. */
  readonly size?: number
  /** Those that are about to be acted on. */
  readonly members: readonly string[]
}

/** What the config allows of one group. Of the two figures the larger counts, and one member may always be acted on. */
export interface Radius {
  readonly atMost: number
  readonly percent: number
  /** Seconds. */
  readonly within: number
}

/** Of a group whose size nobody knows, a share is nothing. */
export const limitOf = ({ atMost, percent }: Radius, size = 0): number =>
  Math.max(1, atMost, Math.floor((size * percent) / 100))
