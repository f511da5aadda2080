import { type DoorReply, json, Refused, thereAre } from './door-reply.ts'
import { deleteAlarm, setAlarm } from './alarms.ts'
import { actOnLine, decideByApi, restoreByApi, switchMachines, undoByApi } from './act-by-api.ts'
import { answerCall } from './answer-call.ts'
import { putEvents } from './events.ts'
import { explain } from './explain.ts'
import { pageFile } from './page.ts'
import { pullCord } from './pull-cord.ts'
import { resolveIncident } from './resolve-incident.ts'
import { consoleState } from './state.ts'
import type { Laptop } from '../laptop.ts'

export interface Door {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** A part in angle brackets stands for any one name. */
  readonly path: string
  readonly open: (asked: DoorRequest) => DoorReply | Promise<DoorReply>
}
export interface DoorRequest {
  /** What stands in the place of the path's part in angle brackets. */
  readonly name: string
  /** Of JSON; undefined when there is none. */
  readonly body: () => Promise<unknown>
}

/** Every door there is. @param changes the reply of `GET /local/changes` */
export function doorsOf(laptop: Laptop, changes: DoorReply): readonly Door[] {
  return [
    { method: 'GET', path: '/', open: () => pageFile('page.html') },
    { method: 'GET', path: '/console/<file>', open: ({ name }) => pageFile(name) },
    { method: 'POST', path: '/local/events', open: async ({ body }) => putEvents(laptop, await body()) },
    {
      method: 'DELETE',
      path: '/local/alarms/<name>',
      open: async ({ name, body }) => deleteAlarm(laptop, name, await body()),
    },
    {
      method: 'POST',
      path: '/local/alarms/<name>',
      open: async ({ name, body }) => setAlarm(laptop, name, await body()),
    },
    {
      method: 'POST',
      path: '/local/cords/<cord>',
      open: async ({ name, body }) => pullCord(laptop, name, await body()),
    },
    {
      method: 'POST',
      path: '/local/incidents/<id>/answer',
      open: async ({ name, body }) => answerCall(laptop, name, await body()),
    },
    {
      method: 'POST',
      path: '/local/incidents/<id>/resolve',
      open: async ({ name, body }) => resolveIncident(laptop, name, await body()),
    },
    ...actDoors(laptop),
    { method: 'POST', path: '/local/explain', open: async ({ body }) => explain(laptop, await body()) },
    ...readingDoors(laptop),
    { method: 'GET', path: '/local/changes', open: () => changes },
  ]
}

/** What there is to see. */
const readingDoors = (laptop: Laptop): readonly Door[] => [
  { method: 'GET', path: '/local/incidents', open: async () => json(200, await laptop.incidents()) },
  { method: 'GET', path: '/local/chat/<channel>', open: ({ name }) => chat(laptop, name) },
  { method: 'GET', path: '/local/topics/<name>', open: ({ name }) => topic(laptop, name) },
  { method: 'GET', path: '/local/idle', open: () => idle(laptop) },
  { method: 'GET', path: '/local/dead-letters', open: () => json(200, laptop.deadLetters()) },
  { method: 'GET', path: '/local/state', open: async () => json(200, await consoleState(laptop)) },
]

/** By the API, in the name of the laptop's owner, as `andon --laptop` asks it. */
const actDoors = (laptop: Laptop): readonly Door[] => [
  {
    method: 'POST',
    path: '/local/playbooks/<playbook>/restore',
    open: async ({ name, body }) => restoreByApi(laptop, name, await body()),
  },
  { method: 'GET', path: '/local/lines', open: async () => json(200, await laptop.lines()) },
  ...(['approve', 'refuse', 'run'] as const).map((verb): Door => ({
    method: 'POST',
    path: `/local/incidents/<id>/${verb}`,
    open: async ({ name, body }) => decideByApi(laptop, verb, name, await body()),
  })),
  {
    method: 'POST',
    path: '/local/incidents/<id>/undo',
    open: async ({ name, body }) => undoByApi(laptop, name, await body()),
  },
  ...(['stop', 'start'] as const).flatMap((act): Door[] => [
    {
      method: 'POST',
      path: `/local/lines/<line>/${act}`,
      open: async ({ name, body }) => actOnLine(laptop, act, name, await body()),
    },
    {
      method: 'POST',
      path: `/local/machines/${act}`,
      open: async ({ body }) => switchMachines(laptop, act, await body()),
    },
  ]),
]

function chat(laptop: Laptop, channel: string): DoorReply {
  const messages = laptop.chat(channel)
  if (messages !== undefined) return json(200, messages)
  throw new Refused(404, `There is no channel "${channel}".`, thereAre('channels', laptop.channels()))
}

function topic(laptop: Laptop, name: string): DoorReply {
  const topics = laptop.topics()
  const found = topics.find((one) => one.name === name)
  if (found !== undefined) return json(200, found.messages)
  const names = topics.map((one) => one.name)
  throw new Refused(404, `There is no topic "${name}".`, thereAre('topics', names))
}

async function idle(laptop: Laptop): Promise<DoorReply> {
  await laptop.idle()
  return json(200, { idle: true })
}
