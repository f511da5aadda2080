/** What Node calls the fault, e.g. `ENOENT`; '' when it has no such name. */
export const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : ''
