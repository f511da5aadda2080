/** What Node or the kernel calls the fault, e.g. `ENOENT`; `undefined` when it has no such name. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
