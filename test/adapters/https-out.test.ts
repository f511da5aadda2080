import type { LookupAddress } from 'node:dns'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { HttpsRequest } from '../../functions/actions/api-call.ts'
import { CannotAct } from '../../functions/actions/failure.ts'
import { httpsOut, httpsText, type Surroundings } from '../../functions/adapters/https-out.ts'
import { type Authority, makeAuthority, withOpenssl } from '../iot/link/certificates.ts'

const host = 'hooks.example.com'
const request: HttpsRequest = {
  host,
  path: '/run?a=1',
  method: 'POST',
  headers: { 'x-team': 'shop' },
  body: '{"n":"ä"}',
}
const v4 = (address: string): LookupAddress => ({ address, family: 4 })
const somewhere = [v4('93.184.215.14')]

withOpenssl('requests out to the internet', () => {
  let authority: Authority
  let server: Server
  let answer: (request: IncomingMessage, response: ServerResponse) => void
  let asked: IncomingMessage[]
  let bodies: string[]

  beforeAll(async () => {
    authority = makeAuthority()
    const { certificate: cert, key } = authority.issue('hooks', { names: `DNS:${host}` })
    server = createServer({ cert, key }, (incoming, response) => {
      asked.push(incoming)
      let body = ''
      incoming.on('data', (chunk) => (body += String(chunk)))
      incoming.on('end', () => {
        bodies.push(body)
        answer(incoming, response)
      })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
  })
  afterAll(async () => {
    authority.remove()
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  beforeEach(() => {
    asked = []
    bodies = []
    answer = (_, response) => response.writeHead(204).end()
  })

  /** The server is where the public addresses of the host are said to be. */
  function toTheServer(resolved: readonly (readonly LookupAddress[])[] = [somewhere], milliseconds = 5000) {
    const dialled: (readonly LookupAddress[])[] = []
    let times = 0
    const surroundings: Surroundings = {
      resolve: async () => [...(resolved[Math.min(times++, resolved.length - 1)] ?? [])],
      reach(checked) {
        dialled.push(checked)
        const { port } = server.address() as AddressInfo
        return { port, ca: authority.certificate, addresses: [v4('127.0.0.1')] }
      },
      milliseconds,
    }
    return { send: httpsOut(surroundings), read: httpsText(1_000, surroundings), dialled, times: () => times }
  }

  it('brings what was to be sent, and the status back', async () => {
    const { send } = toTheServer()
    expect(await send(request)).toEqual({ status: 204 })
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: '/run?a=1',
      headers: { 'x-team': 'shop', 'content-length': '10' },
    })
    expect(asked[0]?.headers.host).toMatch(/^hooks\.example\.com/)
    expect(bodies).toEqual(['{"n":"ä"}'])
  })

  it.each([301, 302, 307, 308])('does not follow a redirect, to wherever: %s', async (status) => {
    answer = (_, response) => response.writeHead(status, { location: '/elsewhere' }).end()
    expect(await toTheServer().send(request)).toEqual({ status })
    expect(asked).toHaveLength(1)
  })

  it('asks DNS once, and goes to what was checked', async () => {
    const { send, dialled, times } = toTheServer([somewhere, [v4('169.254.169.254')]])
    await send(request)
    expect(times()).toBe(1)
    expect(dialled).toEqual([somewhere])
  })

  it.each([
    ['10.0.0.8', [v4('10.0.0.8')]],
    ['169.254.169.254', [...somewhere, v4('169.254.169.254')]],
    ['::ffff:127.0.0.1', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    ['fd00:ec2::254', [{ address: 'fd00:ec2::254', family: 6 }, ...somewhere]],
  ])('sends nothing to a host that leads to %s, be it among others', async (address, addresses) => {
    const { send, dialled } = toTheServer([addresses])
    const refusal: unknown = await send(request).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(CannotAct)
    expect(refusal).toHaveProperty(
      'message',
      `${host} leads to ${address}, which is no public address, so nothing was sent`,
    )
    expect([dialled, asked]).toEqual([[], []])
  })

  it('sends nothing to a host without an address', async () => {
    await expect(toTheServer([[]]).send(request)).rejects.toThrow(`${host} has no address`)
  })

  it('ends when its time is over, before an answer', async () => {
    answer = () => undefined
    await expect(toTheServer([somewhere], 300).send(request)).rejects.toThrow(
      `${host} did not answer within 0.3 seconds; it may have acted`,
    )
  })

  it('ends when its time is over, while it looks for the host', async () => {
    const never = httpsOut({
      resolve: () => new Promise(() => undefined),
      reach: (addresses) => ({ port: 443, addresses }),
      milliseconds: 100,
    })
    await expect(never(request)).rejects.toThrow(/ did not answer within 0\.1 seconds$/)
  })

  describe('what stands at an address', () => {
    const address = new URL(`https://${host}/secret/rota.ics?a=1`)

    it('is brought, with the status', async () => {
      answer = (_, response) => response.writeHead(200).end('BEGIN:VCALENDAR ä')
      expect(await toTheServer().read(address)).toEqual({ status: 200, text: 'BEGIN:VCALENDAR ä' })
      expect(asked[0]).toMatchObject({ method: 'GET', url: '/secret/rota.ics?a=1' })
    })

    it.each([
      ['is too large', 'x'.repeat(1_001), [somewhere], 'what it answers is larger than 1000 bytes'],
      ['is in a network of our own', '', [[v4('10.0.0.1')]], `${host} leads to 10.0.0.1, which is no public address`],
    ])('is not brought where it %s', async (_, text, resolved, words) => {
      answer = (__, response) => response.writeHead(200).end(text)
      await expect(toTheServer(resolved).read(address)).rejects.toThrow(words)
    })

    it.each([
      ['never comes', () => undefined],
      ['never ends', (_: IncomingMessage, response: ServerResponse) => void response.writeHead(200).write('slow')],
    ])('is not waited for where it %s, and its address is not told', async (_, how) => {
      answer = how
      await expect(toTheServer([somewhere], 300).read(address)).rejects.toThrow(
        new Error(`${host} did not answer within 0.3 seconds`),
      )
    })
  })

  it('knows the answer though its body never ends', async () => {
    answer = (_, response) => response.writeHead(200).write('slow')
    expect(await toTheServer([somewhere], 300).send(request)).toEqual({ status: 200 })
  })

  it('reads no more than it may of a huge answer', async () => {
    let written = 0
    answer = (_, response) => {
      response.writeHead(200)
      const more = () => {
        if (response.destroyed) return
        written += 65_536
        if (response.write(Buffer.alloc(65_536))) setImmediate(more)
        else response.once('drain', more)
      }
      more()
    }
    expect(await toTheServer().send(request)).toEqual({ status: 200 })
    // What fits into buffers on the way may have been written, but no more.
    expect(written).toBeLessThan(20_000_000)
  })

  it('speaks with nobody whose certificate is another’s, and says no more than why', async () => {
    const refused = toTheServer().send({
      ...request,
      host: 'other.example.com',
      headers: { authorization: 'Bearer s3cret' },
    })
    await expect(refused).rejects.toThrow('other.example.com gave no answer: ERR_TLS_CERT_ALTNAME_INVALID')
    expect(asked).toEqual([])
  })

  it('never says what was to be sent', async () => {
    const refused = toTheServer().send({ ...request, headers: { authorization: 's3cret\r\nx: y' } })
    const failure: unknown = await refused.catch((error: unknown) => error)
    expect(failure).toHaveProperty('message', `${host} gave no answer: ERR_INVALID_CHAR`)
    expect(JSON.stringify([failure, String((failure as Error).stack), (failure as Error).cause])).not.toContain(
      's3cret',
    )
  })

  it('says when nobody is there', async () => {
    const nobody = httpsOut({
      resolve: async () => somewhere,
      reach: () => ({ port: 1, addresses: [v4('127.0.0.1')] }),
      milliseconds: 2000,
    })
    await expect(nobody(request)).rejects.toThrow(`${host} gave no answer: ECONNREFUSED`)
  })
})
