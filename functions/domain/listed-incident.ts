import type { Incident } from './incident.ts'

/** What lists show of an incident; the rest (why it was opened, what was tried) is told where one is looked at. */
export const listedFields = [
  'id',
  'key',
  'line',
  'state',
  'title',
  'url',
  'openedAt',
  'version',
  'acknowledgedBy',
  'acknowledgedAt',
  'playbook',
  'held',
  'resolvedAt',
  'resolvedBy',
] as const satisfies readonly (keyof Incident)[]

export type ListedIncident = Pick<Incident, (typeof listedFields)[number]>

/** People are called to it, and nobody has answered. While a machine works at it nobody is called. */
export const wantsAnswer = ({ state, acknowledgedBy }: Pick<Incident, 'state' | 'acknowledgedBy'>): boolean =>
  state !== 'resolved' && state !== 'working' && acknowledgedBy === undefined
