import { type Incident, openStates } from '../domain/incident.ts'
import type { About } from '../domain/notice.ts'

// The one table's keys. `sk` tells the change stream's filter what an item is.

export const lineKey = (name: string) => ({ pk: `LINE#${name}`, sk: 'LINE' })
export const incidentKey = (id: string) => ({ pk: `INCIDENT#${id}`, sk: 'INCIDENT' })
/** Padded, so that text order is the order of versions. */
export const entryKey = (id: string, version: number) => ({
  pk: `INCIDENT#${id}`,
  sk: `${entryPrefix}${String(version).padStart(6, '0')}`,
})
export const entryPrefix = 'ENTRY#'
export const memoryKey = (key: string) => ({ pk: `KEY#${key}`, sk: 'KEY' })
export const noticeKey = (about: About, channel: string) => ({
  pk: 'incident' in about ? incidentKey(about.incident).pk : lineKey(about.line).pk,
  sk: `NOTICE#${channel}`,
})
/** What machines did to one thing. */
export const handsOnKey = (resource: string) => ({ pk: `HANDS-ON#${resource}`, sk: 'HANDS' })
/** What machines did on one line. */
export const handsOfKey = (line: string) => ({ pk: `HANDS-OF#${line}`, sk: 'HANDS' })
/** What machines did to one group of things. */
export const handsInKey = (group: string) => ({ pk: `HANDS-IN#${group}`, sk: 'HANDS' })
/** Whether a playbook was put down. */
export const trustKey = (playbook: string) => ({ pk: `TRUST#${playbook}`, sk: 'TRUST' })
/** How the runs of a playbook came out. */
export const recordOf = (playbook: string) => `RECORD#${playbook}`
/** By the day on which the incident was opened; of a day alone it is what its first one begins with. No id has a `#`. */
export const runKey = (day: string, incident = '', run = '') => `RUN#${day}#${incident}${run && `#${run}`}`
/** By the id of the claim's certificate. */
export const claimKey = (id: string) => ({ pk: `CLAIM#${id}`, sk: 'CLAIM' })
/** All devices have this one, so that a deployment finds those whose light is gone. */
export const devicesKey = 'DEVICES'
/** By light and certificate; without them, what the keys of all begin with. No name has a `#`. */
export const deviceKey = (...parts: [] | [light: string] | [light: string, certificate: string]) => ({
  pk: devicesKey,
  sk: ['DEVICE', ...parts].join('#') + (parts.length < 2 ? '#' : ''),
})

/** The sparse index: only incidents bear its keys, `listedIn` and `listedAs`, so it holds nothing else. */
export const listingIndex = 'listed'
export const openListing = (line: string) => `OPEN#${line}`
/** @param day in UTC, `2026-11-21` */
export const resolvedListing = (day: string) => `RESOLVED#${day}`
/** Where an incident is listed: while open, by how urgent it is; then by when it was resolved. */
export function listingOf({ id, line, state, openedAt, resolvedAt = openedAt }: Incident) {
  if (state !== 'resolved') {
    return { listedIn: openListing(line), listedAs: `${openStates.indexOf(state)}#${openedAt}#${id}` }
  }
  return { listedIn: resolvedListing(resolvedAt.slice(0, 10)), listedAs: `${resolvedAt}#${id}` }
}

const day = 86_400
/** When an item may go, in seconds since 1970, as DynamoDB's time to live wants it. */
export const expires = (at: string, days: number) => Math.floor(Date.parse(at) / 1000) + days * day
/** Past incidents are kept for a little over a year, so that a yearly problem is recognised. */
export const daysOfHistory = 400
/** A signal that comes later than this is taken for a new one. */
export const daysOfMemory = 90
