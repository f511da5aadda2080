/** Whether machines may act at all, as somebody has set it. */
export type MachinesSwitch =
  | { readonly kind: 'run' }
  /** `because` says who stopped them, when and why. */
  | { readonly kind: 'stopped'; readonly because: string }
  /** It cannot be read. */
  | { readonly kind: 'unknown'; readonly because: string }
