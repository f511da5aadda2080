import { lineNamedIn } from './incident-id.ts'

/**
 * How a pager's service names an alert: by the incident, and for a new call after an answer also by the version of that
 * call. However often a call is told, its alert has the same key.
 */
export const pagerKey = (incident: string, call?: number): string =>
  call === undefined ? incident : `${incident}/${call}`

/** The incident that a key names; `undefined`: it is no key of an Andon. Hostile text. */
export function incidentOfPagerKey(key: string): string | undefined {
  const [, id = ''] = /^([A-Za-z0-9-]{1,55})(?:\/\d{1,9})?$/.exec(key) ?? []
  return lineNamedIn(id) === '' ? undefined : id
}
