import { marshall } from '@aws-sdk/util-dynamodb'
import { listingOf } from '../../functions/adapters/dynamo-keys.ts'
import { decide } from '../../functions/domain/decide.ts'
import { decideApprove, decideRefuse, decideRun } from '../../functions/domain/decide-decision.ts'
import { decideEndStop } from '../../functions/domain/decide-start.ts'
import { decideResolve } from '../../functions/domain/decide-resolve.ts'
import type { Change, Entry, Incident } from '../../functions/domain/incident.ts'
import { changed } from '../../functions/domain/incident-changes.ts'
import { instant } from '../../functions/domain/instant.ts'
import type { Memory } from '../../functions/domain/memory.ts'
import { newLine, withChange } from '../../functions/domain/line.ts'
import { cordOfLine } from '../../functions/domain/place.ts'
import { decideUndo, undoable, undone } from '../../functions/domain/undo.ts'
import { aPull, at } from '../signals.ts'
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

/** A deployed Andon with these incidents, where what is sent is taken in at once. */
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

  const keepEntry = ({ incident, ...entry }: Entry, nth: number) =>
    keep({ pk: `INCIDENT#${incident.id}`, sk: `ENTRY#${String(nth).padStart(6, '0')}` }, { ...entry, incident })
  const save = ({ after, entry }: Change) => {
    byId.set(after.id, after)
    write(after)
    keepEntry(entry, after.version)
  }
  let known: Memory | undefined
  /** What becomes of a notice in each channel. */
  const channels: Record<string, { kind: string }> = { checkout: { kind: 'posted' }, 'sns:checkout': { kind: 'sent' } }
  /** As on-signal does, at nine and then a minute later each time. */
  const takePull = ({ line, click, by, reason, id }: any) => {
    const at = instant(Date.parse(known?.at ?? '2026-11-21T08:59:00Z') + 60_000)
    const said = { title: reason ?? `the cord of line ${line} was pulled`, reason: reason ?? '' }
    const incident = known?.incident && byId.get(known.incident.id)
    const decision = decide(
      known && { ...known, ...(incident && { incident }) },
      aPull({ id, key: cordOfLine(line), line, at, click, by, ...said }),
    )
    if (decision.kind === 'ignore') return
    known = decision.memory
    if (decision.kind === 'change') {
      save(decision.change)
      const { id, version } = decision.change.after
      for (const [channel, notice] of Object.entries(channels))
        keep({ pk: `INCIDENT#${id}`, sk: `NOTICE#${channel}` }, { version, ...notice })
    }
    keep({ pk: `KEY#${cordOfLine(line)}`, sk: 'KEY' }, { ...known, incident: known.incident?.id })
  }
  const byId = new Map(incidents.map((incident) => [incident.id, incident]))
  const putEvents = (input: any) => {
    for (const { Detail, DetailType } of input.Entries) {
      if (DetailType === 'Cord Pulled') takePull(JSON.parse(Detail))
      const { incident: id, by } = JSON.parse(Detail)
      const incident = byId.get(id)
      if (incident === undefined) continue
      byId.set(id, { ...incident, acknowledgedBy: by })
      write({ ...incident, acknowledgedBy: by })
    }
    writeLines([...byId.values()])
    return there.handlers['PutEvents']!(input)
  }
  /** What comes of undoing, by the title of what was done. */
  const undoes: Record<string, { outcome: string; failed: boolean }> = {}
  /** As run-playbook does it. */
  const undoAll = (asked: Change) => {
    save(asked)
    let incident = asked.after
    for (const tried of undoable(asked.after)) {
      const change = undone(
        incident,
        tried,
        undoes[tried.title] ?? { outcome: 'as before', failed: false },
        at('09:01'),
      )!
      save(change)
      incident = change.after
    }
  }
  const posted: any[] = []
  /** As on-signal does. */
  const takeLineAct = (line: string, act: string, { id, reason = '' }: any) => {
    const by = 'Operators/ada'
    if (act === 'stop') takePull({ line, click: 'LONG', by, reason: reason || undefined, id })
    for (const incident of [...byId.values()].filter((one) => act === 'start' && one.line === line)) {
      const stop = { kind: 'end-stop', incident: incident.id, id, by, via: 'api', at: at('09:10'), reason } as const
      const decision = decideEndStop(incident, stop, at('09:10'))
      if (decision.kind === 'change') save(decision.change)
    }
    writeLines([...byId.values()])
  }
  const post = ({ address, body }: any) => {
    posted.push({ address, body })
    const [of, name, what] = address.split('/').slice(-3)
    if (of === 'lines') {
      takeLineAct(name, what, body)
      return { status: 202, message: '' }
    }
    const incident = byId.get(address.split('/').at(-2))!
    const by = 'Operators/ada'
    const act = address.split('/').at(-1)
    const decisions: Record<string, (incident: Incident, said: any, now: ReturnType<typeof at>) => any> = {
      approve: decideApprove,
      refuse: decideRefuse,
      run: decideRun,
    }
    const decide = decisions[act ?? '']
    if (decide !== undefined) {
      const decision = decide(incident, { reason: '', ...body, by }, at('09:00'))
      if (decision.kind === 'change') save(decision.change)
    } else if (address.endsWith('/undo')) {
      const asked = decideUndo(incident, { by, id: body.id }, at('09:00'))
      if (asked.kind === 'change') undoAll(asked.change)
    } else {
      const decision = decideResolve(incident, { by, reason: body.reason }, at('09:00'))
      if (decision.kind === 'change') save(decision.change)
    }
    return { status: 202, message: '' }
  }
  const handlers: Handlers = { ...there.handlers, PutEvents: putEvents, POST: post }
  return {
    ...there,
    handlers,
    /** Where what is sent gets nowhere. */
    deafHandlers: { ...there.handlers, POST: () => ({ status: 202, message: '' }) },
    posted,
    undoes,
    channels,
    aws: clientsFor(handlers),
    details: () => there.events.map(({ Detail }) => JSON.parse(Detail)),
    /** As it is while the list lags, or of what was written before there was one. */
    unlist: (...unlisted: Incident[]) => unlisted.forEach((incident) => write(incident, {})),
    keepEntry,
    keepIncident: (incident: Incident) => write(incident),
  }
}
