// The doors of a laptop that does what the test says.
import { once } from 'node:events'
import { request } from 'node:http'
import { type Doors, openDoors } from '../../laptop/doors.ts'
import { FakeLaptop } from './doors-fake-laptop.ts'

export let laptop: FakeLaptop
export let doors: Doors
export let logged: unknown[][]
beforeEach(async () => {
  laptop = new FakeLaptop()
  logged = []
  doors = await openDoors({ laptop, port: 0, log: (...said) => logged.push(said) })
})
afterEach(() => doors.close())

export async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(`http://127.0.0.1:${doors.port}${path}`, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: isJson(response) ? JSON.parse(text) : text }
}
const isJson = ({ headers }: Response) => headers.get('content-type')?.startsWith('application/json')
export const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers })

/** What no browser and no `fetch` would send: any host, any path. Resolves with the status and the body. */
export async function askRaw(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const asked = request({ port: doors.port, host: '127.0.0.1', path, headers }).end()
  const [response] = await once(asked, 'response')
  return { status: response.statusCode, text: (await response.setEncoding('utf8').toArray()).join('') }
}
