import { createServer } from 'node:net'
import { openDoors } from '../../laptop/doors.ts'
import { listen, PortTaken } from '../../laptop/doors/listen.ts'
import { FakeLaptop } from './doors-fake-laptop.ts'
import { ask, askRaw, doors, laptop, post } from './doors-opened.ts'

describe('the ways that lead nowhere', () => {
  it('lists the doors', async () => {
    const { status, body } = await ask('/local/nothing')
    expect(status).toBe(404)
    expect(body.remedy).toContain('POST /local/alarms/<name>, POST /local/cords/<cord>')
  })

  it.each([
    ['DELETE', '/local/incidents', 'GET'],
    ['GET', '/local/events', 'POST'],
    ['POST', '/', 'GET'],
  ])('%s %s: 405, and what it does take', async (method, path, allow) => {
    const { status, headers } = await ask(path, { method })
    expect([status, headers.get('allow')]).toEqual([405, allow])
  })

  it.each([
    '/console/../doors.ts',
    '/console/..%2fdoors.ts',
    '/console/%2e%2e/doors.ts',
    '/console/tsconfig.json',
    '/console//etc/passwd',
    '/../../etc/passwd',
    '//',
  ])('serves nothing but the page: %s', async (path) => {
    const { status, text } = await askRaw(path)
    expect([400, 404]).toContain(status)
    expect(JSON.parse(text)).toEqual({ error: expect.any(String), remedy: expect.any(String) })
  })

  it('a percent sign that encodes nothing', async () => {
    expect(await askRaw('/local/chat/%E0%A4%A')).toMatchObject({ status: 400, text: expect.stringContaining('%25') })
  })
})

describe('strangers', () => {
  it.each(['evil.example', 'evil.example:4000', '127.0.0.1.evil.example', 'localhost@evil.example'])(
    'a name that merely points here is refused: %s',
    async (host) => {
      expect(await askRaw('/local/incidents', { host })).toMatchObject({ status: 403 })
    },
  )

  it.each(['localhost:4000', '127.0.0.1', '[::1]:4000'])('our own name is not: %s', async (host) => {
    expect(await askRaw('/local/incidents', { host })).toMatchObject({ status: 200 })
  })

  it.each(['https://evil.example', 'http://localhost:3000', 'null'])('a page of %s fires no alarm', async (origin) => {
    const refused = await post('/local/alarms/checkout-5xx', { state: 'ALARM' }, { origin })
    expect(refused).toMatchObject({ status: 403, body: { error: expect.stringContaining(origin) } })
    expect(laptop.done).toEqual([])
  })

  it('our own page does', async () => {
    const origin = `http://127.0.0.1:${doors.port}`
    expect(await post('/local/alarms/checkout-5xx', { state: 'ALARM' }, { origin })).toMatchObject({ status: 200 })
  })
})

describe('the page', () => {
  it('comes with rules that let nothing else run', async () => {
    const { status, headers, text } = await ask('/')
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers.get('content-security-policy')).toContain("default-src 'self';")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    // Nothing inline, which those rules would forbid, and nothing from elsewhere.
    expect(text).not.toMatch(/<script(?![^>]*src=)|<style|style=|\son\w+=|(?:src|href)="https?:/)
  })

  it('answers HEAD with the head alone, also where a stream would begin', async () => {
    const { status, headers, text } = await ask('/', { method: 'HEAD' })
    expect([status, text, Number(headers.get('content-length')) > 1000]).toEqual([200, '', true])
    expect(await ask('/local/changes', { method: 'HEAD' })).toMatchObject({ status: 200 })
  })
})

describe('a port that is taken', () => {
  it('is named with its setting and the remedy', async () => {
    const error = await openDoors({ laptop: new FakeLaptop(), port: doors.port }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(PortTaken)
    expect(error).toMatchObject({ port: doors.port, variable: 'PORT' })
    expect(String(error)).toContain(`Port ${doors.port} is taken. Choose another with PORT`)
  })

  it('may be that of any other server', async () => {
    const other = listen(createServer(), { host: '127.0.0.1', port: doors.port, variable: 'MQTT_PORT' })
    await expect(other).rejects.toThrow(`"MQTT_PORT=${doors.port + 1} npm start"`)
  })
})
