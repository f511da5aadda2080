import type { Instant } from './instant.ts'

/**
 * An incident's id. The same inputs always give the same one, so that a repeated attempt to open it is recognised:
 * `checkout-20261121090003-1k3vbq2`, of A-Z a-z 0-9 and dashes, 55 at most (a durable execution's name takes 64).
 */
export function incidentId(line: string, what: string, at: Instant): string {
  return `${line}-${at.slice(0, 19).replaceAll(/\D/g, '')}-${hash(`${what} ${at}`)}`
}

/** The line that an incident's name begins with; '' when it is no such name. */
export const lineNamedIn = (id: string): string => /^(.+)-\d{14}-[0-9a-z]{7}$/.exec(id)?.[1] ?? ''

/**
 * FNV-1a, 32 bits, in base 36. Of two incidents of one line in the same second, one pair in four thousand million
 * collides.
 */
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return (value >>> 0).toString(36).padStart(7, '0')
}
