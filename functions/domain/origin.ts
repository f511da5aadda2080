/** The account and region that something is of. */
export interface Origin {
  readonly account: string
  readonly region: string
}

export const isSameOrigin = (one: Origin, other: Origin): boolean =>
  one.account === other.account && one.region === other.region

/** Incidents of early versions do not know theirs. */
export const originInWords = ({ account = 'unknown', region = 'unknown' }: Partial<Origin>): string =>
  `account ${account}, region ${region}`
