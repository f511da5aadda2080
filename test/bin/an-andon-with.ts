import { marshall } from '@aws-sdk/util-dynamodb'
import { listingOf } from '../../functions/adapters/dynamo-keys.ts'
import type { Entry, Incident } from '../../functions/domain/incident.ts'
import { changed } from '../../functions/domain/incident-changes.ts'
import { newLine, withChange } from '../../functions/domain/line.ts'
import { at } from '../signals.ts'
import { anAndon, clientsFor, type Handlers } from './fake-aws.ts'

export const anIncident = (id: string, but: Partial<Incident> = {}): Incident => ({
  id,
  key: `cord ${id}`,
  line: 'checkout',
  state: 'help',
  title: 'prices look wrong',
  reason: '',
  openedAt: at('08:50'),
  version: 1,
  tried: [],
  ...but,
})

/** A deployed Andon with these incidents, where an answer is taken in as soon as it is on the bus. */
export function anAndonWith(...incidents: Incident[]) {
  const there = anAndon()
  const keep = (key: { pk: string; sk: string }, item: object) =>
    there.items.set(`${key.pk} ${key.sk}`, marshall({ ...key, ...item }, { removeUndefinedValues: true }))
  const write = (incident: Incident, listing: object = listingOf(incident)) =>
    keep({ pk: `INCIDENT#${incident.id}`, sk: 'INCIDENT' }, { ...incident, ...listing })
  const writeLines = (all: readonly Incident[]) => {
    for (const [name, ofLine] of Map.groupBy(all, ({ line }) => line)) {
      const changes = ofLine.map((incident) => ({
        ...changed(incident, {}, 'changed', at('08:50'), ''),
        after: incident,
      }))
      const line = changes.reduce(
        (before, change) => withChange(before, { ...change, before: undefined }, false, at('08:50')),
        newLine(name, at('06:00')),
      )
      keep({ pk: `LINE#${name}`, sk: 'LINE' }, line)
    }
  }
  incidents.forEach((incident) => write(incident))
  writeLines(incidents)

  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  const putEvents = (input: any) => {
    for (const { Detail } of input.Entries) {
      const { incident: id, by } = JSON.parse(Detail)
      const incident = byId.get(id)
      if (incident === undefined) continue
      byId.set(id, { ...incident, acknowledgedBy: by })
      write({ ...incident, acknowledgedBy: by })
    }
    writeLines([...byId.values()])
    return there.handlers['PutEvents']!(input)
  }
  const handlers: Handlers = { ...there.handlers, PutEvents: putEvents }
  return {
    ...there,
    handlers,
    /** Where answers get nowhere. */
    deafHandlers: there.handlers,
    aws: clientsFor(handlers),
    details: () => there.events.map(({ Detail }) => JSON.parse(Detail)),
    /** As it is while the list lags, or of what was written before there was one. */
    unlist: (...unlisted: Incident[]) => unlisted.forEach((incident) => write(incident, {})),
    keepEntry: ({ incident, ...entry }: Entry, nth: number) =>
      keep({ pk: `INCIDENT#${incident.id}`, sk: `ENTRY#${String(nth).padStart(6, '0')}` }, { ...entry, incident }),
  }
}
