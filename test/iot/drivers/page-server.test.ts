import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { hostname } from 'node:os'
import { pageDriver } from '../../../iot/agent/drivers/page.ts'
import { whyRefused } from '../../../iot/agent/drivers/page-visitors.ts'
import { ask, openPage, port } from './a-page.ts'
import { MovedClock } from '../clock/moved-clock.ts'

describe('the page', () => {
  it('comes with all that it needs, and asks for nothing else', async () => {
    await openPage()
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
      await openPage()
      expect((await ask(path)).status).toBe(404)
    },
  )

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('can only be looked at: not %s', async (method) => {
    await openPage()
    for (const path of ['/', '/changes', '/none']) {
      const { status, headers } = await ask(path, { method })
      expect(status).toBe(405)
      expect(headers.allow).toBe('GET')
    }
  })

  it('is not shown to a page that lets its own name point here', async () => {
    await openPage({ names: ['Lamp.Office.example'] })
    const hosts = ['127.0.0.1', 'localhost:1', hostname(), `${hostname()}.local:80`, 'lamp.office.example']
    for (const host of hosts) expect((await ask('/', { host })).status).toBe(200)
    const strange = ['evil.example', `127.0.0.1.evil.example:${port}`, '192.168.1.5', '[', 'lamp.office.example.evil']
    for (const host of strange)
      for (const path of ['/', '/changes', '/page.js']) {
        const { status, body } = await ask(path, { host })
        expect([host, status]).toEqual([host, 403])
        expect(body).toContain('does not know that name')
      }
  })

  it.each([
    ['192.168.1.7', undefined],
    ['::ffff:192.168.1.7', undefined],
    ['fe80::1', undefined],
    ['fd12::1', undefined],
    ['100.100.1.1', undefined],
    ['8.8.8.8', /open only to its own network/],
    ['::ffff:8.8.8.8', /open only to its own network/],
    ['2001:db8::1', /open only to its own network/],
    ['172.32.0.1', /open only to its own network/],
    ['', /open only to its own network/],
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

describe('a page that cannot be served', () => {
  it('says that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const taken = (other.address() as AddressInfo).port
    const opening = pageDriver({ port: taken, host: '127.0.0.1' }, 'desk-1', new MovedClock())(() => {})
    await expect(opening).rejects.toThrow(`port ${taken} is in use by another program`)
    other.close()
  })

  it('says that this machine does not have its address', async () => {
    const opening = pageDriver({ port: 0, host: '192.0.2.1' }, 'desk-1', new MovedClock())(() => {})
    await expect(opening).rejects.toThrow('192.0.2.1 is not an address of this machine')
  })
})
