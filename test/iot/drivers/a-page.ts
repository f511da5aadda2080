import { once } from 'node:events'
import { type ClientRequest, get, type IncomingMessage, request } from 'node:http'
import type { Driver } from '../../../iot/agent/drivers/driver.ts'
import { pageDriver, type PageOptions } from '../../../iot/agent/drivers/page.ts'
import { MovedClock } from '../clock/moved-clock.ts'

/** The page of a light that is open, on `port`, by a clock that is moved. It is closed after each test. */
export let driver: Driver | undefined
const requests: ClientRequest[] = []
export let clock: MovedClock
export let port: number

export const openPage = async (options: Partial<PageOptions> = {}) => {
  clock = new MovedClock()
  driver = await pageDriver({ port: 0, host: '127.0.0.1', ...options }, 'desk-1', clock, (on) => (port = on))(() => {})
  return driver
}
afterEach(() => {
  for (const sent of requests.splice(0)) sent.destroy()
  driver?.close()
  driver = undefined
})

export async function ask(path: string, options: { method?: string; host?: string } = {}) {
  const { method = 'GET', host = `127.0.0.1:${port}` } = options
  const sent = request({ port, path, method, headers: { host } })
  requests.push(sent)
  sent.end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let body = ''
  for await (const part of response.setEncoding('utf8')) body += part
  return { status: response.statusCode, headers: response.headers, body }
}

/** A screen: the events that it heard, each `kind data`, without the time in them. */
export async function listen() {
  const heard: string[] = []
  const waiting = new Set<() => void>()
  const sent = get({ port, path: '/changes' })
  requests.push(sent)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  const ended = new Promise<void>((resolve) => response.on('close', () => resolve()))
  response.on('error', () => {})
  response.setEncoding('utf8').on('data', (part: string) => {
    text += part
    const events = text.split('\n\n')
    text = events.pop()!
    for (const event of events) {
      const [, kind, data] = /^event: (.*)\ndata: (.*)$/.exec(event)!
      const { at, ...news } = JSON.parse(data!)
      expect(at).toEqual(expect.any(Number))
      heard.push(`${kind} ${JSON.stringify(news)}`)
    }
    for (const look of waiting) look()
  })
  const until = (matches: (all: readonly string[]) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!matches(heard)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return { heard, until, response, ended }
}

/** What another screen is answered with; it stays, if it may. */
export async function statusOfOneMore(): Promise<number | undefined> {
  const sent = get({ port, path: '/changes' })
  requests.push(sent)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.on('error', () => {}).resume()
  return response.statusCode
}
