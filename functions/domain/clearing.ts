/** Who resolves an incident that no person resolves; these clear it, which proves that it is over. In words. */
const clearing = new Map([
  ['the alarm', 'the alarm'],
  ['its source', 'it'],
])

export const isClearing = (by: string | undefined): boolean => by !== undefined && clearing.has(by)

/** What has cleared, for sentences; `undefined` for a person. */
export const clearedInWords = (by: string): string | undefined => clearing.get(by)
