import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type CloudClock, realClock } from '@andon/local-cloud/clock.ts'
import { type DoorReply, give, json, Refused } from './doors/door-reply.ts'
import { jsonBody } from './doors/body.ts'
import { Changes } from './doors/changes.ts'
import { type Door, doorsOf } from './doors/all-doors.ts'
import { listen } from './doors/listen.ts'
import { consoleState } from './doors/state.ts'
import { refuseStrangers } from './doors/visitor.ts'
import type { Laptop } from './laptop.ts'
import { AwsError } from '@andon/local-cloud/aws-error.ts'

export interface DoorsProps {
  readonly laptop: Laptop
  /** 0: any free one. */
  readonly port: number
  readonly host?: '127.0.0.1'
  readonly clock?: CloudClock
  /** Called with faults of our own, not with those of a request. */
  readonly log?: (what: string, error: unknown) => void
}

export interface Doors {
  readonly port: number
  close(): Promise<void>
}

/** Opens the laptop's HTTP doors and its console page, for this machine alone. Rejects with `PortTaken`. */
export async function openDoors({
  laptop,
  port,
  host = '127.0.0.1',
  clock = realClock,
  log = console.error,
}: DoorsProps): Promise<Doors> {
  const changes = new Changes({ state: () => consoleState(laptop), clock, log })
  const doors = doorsOf(laptop, changes.answer)
  const server = createServer((request, response) => {
    void answerTo(doors, request)
      .catch((error: unknown) => refusal(error, request, log))
      .then((answer) => give(response, answer, request.method === 'HEAD'))
      .catch((error: unknown) => breakOff(response, error, log))
  })
  const stop = laptop.onChange(changes.changed)
  const close = async () => {
    stop()
    changes.close()
    // A client that waits for idle, or keeps a connection for later, would hold the server open.
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  try {
    return { port: await listen(server, { host, port, variable: 'PORT' }), close }
  } catch (error) {
    stop()
    changes.close()
    throw error
  }
}

async function answerTo(doors: readonly Door[], request: IncomingMessage): Promise<DoorReply> {
  refuseStrangers(request)
  const path = pathOf(request)
  const fitting = doors.filter((door) => fits(door, path))
  if (fitting.length === 0) {
    const all = doors.map(({ method, path: door }) => `${method} ${door}`).join(', ')
    throw new Refused(404, `There is no door ${path}.`, `The doors are: ${all}.`)
  }
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const door = fitting.find((one) => one.method === method)
  if (door === undefined) {
    const allowed = fitting.map((one) => one.method).join(', ')
    throw new Refused(405, `${path} does not take ${request.method}.`, `Use ${allowed}.`, { allow: allowed })
  }
  return door.open({ name: nameIn(door, path), body: () => jsonBody(request) })
}

function pathOf({ url = '/' }: IncomingMessage): string {
  const base = 'http://laptop'
  if (!URL.canParse(url, base))
    throw new Refused(400, `"${url}" is not a path.`, 'Ask for a path such as /local/incidents.')
  return new URL(url, base).pathname
}

function fits({ path }: Door, asked: string): boolean {
  const parts = path.split('/')
  const askedParts = asked.split('/')
  return (
    parts.length === askedParts.length &&
    parts.every((part, n) => (isName(part) ? askedParts[n] !== '' : part === askedParts[n]))
  )
}

function nameIn({ path }: Door, asked: string): string {
  const name = asked.split('/')[path.split('/').findIndex(isName)] ?? ''
  try {
    return decodeURIComponent(name)
  } catch {
    throw new Refused(400, `${asked} contains a "%" that encodes nothing.`, 'Write a percent sign as %25.')
  }
}

const isName = (part: string) => part.startsWith('<')

function refusal(
  error: unknown,
  { method, url }: IncomingMessage,
  log: (what: string, error: unknown) => void,
): DoorReply {
  if (error instanceof Refused) {
    return json(error.status, { error: error.message, remedy: error.remedy }, error.headers)
  }
  if (error instanceof AwsError && error.status < 500) {
    const remedy = 'Correct what was sent, and send it again.'
    return json(error.status, { error: `${error.code}: ${error.message}`, remedy })
  }
  log(`${method} ${url} failed`, error)
  const message = error instanceof Error ? error.message : String(error)
  const remedy = 'This is a fault of the local cloud: the terminal of npm start says more.'
  return json(500, { error: message, remedy })
}

function breakOff(response: ServerResponse, error: unknown, log: (what: string, error: unknown) => void): void {
  log('a reply could not be sent', error)
  response.destroy()
}
