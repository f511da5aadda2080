/**
 * Who makes a call: one of the template's functions (held to its role), a session of one of its roles (held to
 * that one), or the laptop's owner (may do all).
 */
export type Caller =
  | { readonly kind: 'function'; readonly name: string }
  /** @property name of the role */
  | { readonly kind: 'role'; readonly name: string; readonly session: string }
  | { readonly kind: 'owner' }
export const owner: Caller = { kind: 'owner' }
