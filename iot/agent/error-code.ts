/** Node's or the kernel's code for the error, e.g. `ENOENT`; `undefined` if it has none. */
export const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
