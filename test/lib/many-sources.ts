import { sources } from '../../functions/config/sources.ts'

/** As many as no team will have. */
export const manySources = Object.fromEntries(
  Array.from({ length: 150 }, (_, n) => [`source-${n}`, sources.health({ line: 'platform' as const })]),
)
