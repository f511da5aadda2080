// What teams have marked so that no machine changes it, and so that only people do.

/** Whatever carries this tag, with any value but `false`, is changed by people alone. */
export const protectedTag = 'andon:protected'

export const protects = (key: string | undefined, value: string | undefined): boolean =>
  key === protectedTag && value !== 'false'

/** What an act would change, as far as that can carry a tag. */
export interface Changed {
  /** Whole ARNs. Missing: its action does not say what it changes. */
  readonly arns?: readonly string[]
  /** What it saw to be protected, where AWS tells of tags in no other way. */
  readonly seen?: string
}

/** Whether machines must leave alone what an act would change. */
export type Protection =
  | { readonly kind: 'none' }
  | { readonly kind: 'protected'; readonly what: string }
  /** It cannot be read. */
  | { readonly kind: 'unknown'; readonly because: string }
