import { EventEmitter, once } from 'node:events'
import { type ClientRequest, get, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { hostname } from 'node:os'
import { type Driver, LampTrouble } from '../../iot/agent/driver.ts'
import { pageDriver, type PageOptions } from '../../iot/agent/drivers/page.ts'
import { PageListeners } from '../../iot/agent/drivers/page-listeners.ts'
import { whyRefused } from '../../iot/agent/drivers/page-visitors.ts'
import { only } from '../../iot/agent/pattern.ts'
import { aShown } from './a-presented-lamp.ts'
import { MovedClock } from './moved-clock.ts'

let driver: Driver | undefined
const requests: ClientRequest[] = []
let clock: MovedClock
let port: number

const open = async (options: Partial<PageOptions> = {}) => {
  clock = new MovedClock()
  driver = await pageDriver({ port: 0, host: '127.0.0.1', ...options }, 'desk-1', clock, (on) => (port = on))(() => {})
  return driver
}
afterEach(() => {
  for (const sent of requests.splice(0)) sent.destroy()
  driver?.close()
  driver = undefined
})

async function ask(path: string, options: { method?: string; host?: string } = {}) {
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
async function listen() {
  const heard: string[] = []
  const waiting = new Set<() => void>()
  const sent = get({ port, path: '/changes' })
  requests.push(sent)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  const ended = once(response, 'close')
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

describe('the page', () => {
  it('comes with all that it needs, and asks for nothing else', async () => {
    await open()
    const { status, headers, body } = await ask('/')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; /)
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:/)

    const linked = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!)
    expect(linked).toHaveLength(3)
    const imported = (await ask('/page.js')).body.matchAll(/from '\.\/(.+)'/g)
    for (const path of [...linked, ...[...imported].map(([, name]) => name!)])
      expect((await ask(`/${path}`)).status).toBe(200)
  })

  it.each(['/page.html', '/../page.ts', '/%2e%2e/page.ts', '/..%2fpage.ts', '/tsconfig.json', '/changes/', '//'])(
    'is all that there is: not %s',
    async (path) => {
      await open()
      expect((await ask(path)).status).toBe(404)
    },
  )

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('can only be looked at: not %s', async (method) => {
    await open()
    for (const path of ['/', '/changes', '/none']) {
      const { status, headers } = await ask(path, { method })
      expect(status).toBe(405)
      expect(headers.allow).toBe('GET')
    }
  })

  it('is not shown to a page that lets its own name point here', async () => {
    await open({ names: ['Lamp.Office.example'] })
    const hosts = ['127.0.0.1', 'localhost:1', hostname(), `${hostname()}.local:80`, 'lamp.office.example']
    for (const host of hosts) expect((await ask('/', { host })).status).toBe(200)
    const strange = [
      'evil.example',
      `127.0.0.1.evil.example:${port}`,
      '192.168.1.5',
      '',
      '[',
      'lamp.office.example.evil',
    ]
    for (const host of strange)
      for (const path of ['/', '/changes', '/page.js']) {
        const { status, body } = await ask(path, { host })
        expect([host, status]).toEqual([host, 403])
        expect(body).toContain('not known by that name')
      }
  })

  it.each([
    ['192.168.1.7', undefined],
    ['::ffff:192.168.1.7', undefined],
    ['fe80::1', undefined],
    ['fd12::1', undefined],
    ['100.100.1.1', undefined],
    ['8.8.8.8', /own network only/],
    ['::ffff:8.8.8.8', /own network only/],
    ['2001:db8::1', /own network only/],
    ['172.32.0.1', /own network only/],
    ['', /own network only/],
  ])('is shown to who is near: %s', (remoteAddress, why) => {
    const visitor = {
      headers: { host: '192.168.1.5:8080' },
      socket: { localAddress: '::ffff:192.168.1.5', remoteAddress },
    }
    const refusal = whyRefused(visitor, [])
    if (why === undefined) expect(refusal).toBeUndefined()
    else expect(refusal).toMatch(why)
  })

  it('knows its own IPv6 address, in brackets', () => {
    const socket = { localAddress: 'fd12::5', remoteAddress: 'fd12::7' }
    expect(whyRefused({ headers: { host: '[fd12::5]:8080' }, socket }, [])).toBeUndefined()
    expect(whyRefused({ headers: { host: '[fd12::6]:8080' }, socket }, [])).toBeDefined()
  })
})

describe('a screen', () => {
  const frame = (...lamps: number[]) => `frame ${JSON.stringify({ lamps })}`
  const words = (state: string, but = {}) =>
    `words ${JSON.stringify({ light: 'desk-1', state, also: '', line: '', reasons: [], ...but })}`

  it('hears what is, then what changes, and nothing twice', async () => {
    const lamp = await open()
    lamp.show(only('green'), aShown('calm'))
    const { heard, until } = await listen()
    lamp.show(only('green', 0.999), aShown('calm'))
    lamp.show(only('red'), { ...aShown('stop', true), isMuted: true })
    lamp.show(only('white', 0.456), aShown('unknown'))
    await until((all) => all.length === 6)

    expect(heard).toEqual([
      frame(0, 0, 1, 0, 0),
      words('calm', { line: 'checkout' }),
      frame(1, 0, 0, 0, 0),
      words('stop', { also: 'acknowledged · muted', line: 'checkout' }),
      frame(0, 0, 0, 0, 0.46),
      words('unknown', { reasons: ['nothing fresh heard'] }),
    ])
  })

  it('hears a beat every other second while nothing changes', async () => {
    await open()
    const { heard, until } = await listen()
    clock.pass(7)
    await until((all) => all.length === 5)
    expect(heard.slice(2)).toEqual(['beat {}', 'beat {}', 'beat {}'])
  })

  it('is told a stranger’s text without controls, in one line', async () => {
    const lamp = await open()
    const reasons = ['a\r\n\r\nevent: frame\ndata: {}\u202e\u0000 b', '<script>alert(1)</script>', 'x'.repeat(9000)]
    lamp.show(only('red'), { state: 'stop', acknowledged: false, line: '\u001b[2Jcheckout', reasons })
    const { heard, until } = await listen()
    await until((all) => all.length === 2)
    expect(heard[1]).toBe(
      words('stop', {
        line: 'checkout',
        reasons: ['a event: frame data: {} b', '<script>alert(1)</script>', `${'x'.repeat(119)}…`],
      }),
    )
  })

  it('is turned away when there are too many, and has room again when one leaves', async () => {
    await open()
    const screens = await Promise.all(Array.from({ length: 16 }, listen))
    expect((await ask('/changes')).status).toBe(503)
    expect((await ask('/')).status).toBe(200)

    screens[0]!.response.destroy()
    // The server notices in its own time.
    let status: number | undefined
    do {
      const sent = get({ port, path: '/changes' })
      requests.push(sent)
      const [response] = (await once(sent, 'response')) as [IncomingMessage]
      response.on('error', () => {}).resume()
      status = response.statusCode
    } while (status === 503)
    expect(status).toBe(200)
  })

  it('that takes nothing any more is let go, and the others go on', () => {
    const listeners = new PageListeners()
    const [stuck, well] = [aResponse(), aResponse()]
    listeners.add(stuck.response, 'hello ')
    listeners.add(well.response, 'hello ')
    stuck.waiting = 17_000
    listeners.say('news ')
    listeners.say('more')

    expect(stuck).toMatchObject({ isDestroyed: true, written: 'hello ' })
    expect(well).toMatchObject({ isDestroyed: false, written: 'hello news more' })
  })

  it('hears no more once the lamp is closed', async () => {
    const lamp = await open()
    const { ended } = await listen()
    lamp.close()
    await ended
    driver = undefined
    await expect(ask('/')).rejects.toThrow('ECONNREFUSED')
  })
})

/** An answer to a screen, of which `waiting` bytes have not been taken. */
function aResponse() {
  const seen = { written: '', isDestroyed: false, waiting: 0 }
  const response = Object.assign(new EventEmitter(), {
    get writableLength() {
      return seen.waiting
    },
    write: (text: string) => (seen.written += text),
    destroy() {
      seen.isDestroyed = true
      response.emit('close')
    },
  })
  return Object.assign(seen, { response: response as unknown as ServerResponse })
}

describe('a page that cannot be served', () => {
  it('says that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const taken = (other.address() as AddressInfo).port
    const opening = pageDriver({ port: taken, host: '127.0.0.1' }, 'desk-1', new MovedClock())(() => {})
    await expect(opening).rejects.toThrow(new LampTrouble(`port ${taken} is taken by something else`))
    other.close()
  })

  it('says that its address is none of this machine', async () => {
    const opening = pageDriver({ port: 0, host: '192.0.2.1' }, 'desk-1', new MovedClock())(() => {})
    await expect(opening).rejects.toThrow('192.0.2.1 is no address of this machine')
  })
})
