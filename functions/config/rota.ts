import type { Rota } from '../domain/escalation.ts'

/**
 * Who is on call, from a calendar that people keep anyway: its address, the SSM parameter that holds the address, or
 * the calendar's text.
 */
export const rota = (from: Rota): Rota => from
