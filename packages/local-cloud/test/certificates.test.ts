import { spawnSync } from 'node:child_process'
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { certificateIdOf, openAuthority } from '../src/x509/certificate-authority.ts'
import { MovedClock } from '../src/clock.ts'
import { openStore } from '../src/store.ts'
import { pemOf } from '../src/x509/pem.ts'
import { readSigningRequest } from '../src/x509/signing-request.ts'
import { whereInstalled } from './peers.ts'
import { ecKeys, signingRequest } from './signing-request.ts'

const nine = Date.UTC(2026, 10, 21, 9)
const authority = openAuthority(openStore(), new MovedClock(nine))

function certified(csr: string): string {
  const request = readSigningRequest(csr)
  if (request.kind === 'refused') throw new Error(request.why)
  return authority.certify(request)!
}

describe('the authority', () => {
  it('gives a device a certificate for its own key and name, from two minutes ago to the end of 2049', () => {
    const { csr, key } = signingRequest()
    const made = new X509Certificate(certified(csr))
    expect(made.subject).toBe('CN=desk-1')
    expect(made.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true)
    expect(made.checkPrivateKey(createPrivateKey(key))).toBe(true)
    expect(made.checkPrivateKey(ecKeys().privateKey)).toBe(false)
    expect(made.ca).toBe(false)
    expect([made.validFromDate, made.validToDate]).toEqual([
      new Date(nine - 120_000),
      new Date('2049-12-31T23:59:59.000Z'),
    ])
  })

  it('never gives two certificates one number', () => {
    const { csr } = signingRequest()
    expect(certificateIdOf(certified(csr))).not.toBe(certificateIdOf(certified(csr)))
  })

  it('stays the same through a restart, and its key is nobody else’s to read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'andon-'))
    const open = () => {
      const store = openStore(join(folder, 'state.sqlite'))
      const { certificate } = openAuthority(store, new MovedClock(nine))
      store.close()
      return certificate
    }
    expect(open()).toBe(open())
    expect(statSync(join(folder, 'state.sqlite')).mode & 0o777).toBe(0o600)
    rmSync(folder, { recursive: true })
  })

  it('certifies no subject that is no name', () => {
    const notANumber = Buffer.from([0x02, 0x01, 0x05])
    const request = readSigningRequest(signingRequest({ subject: notANumber }).csr)
    expect(request).toMatchObject({ kind: 'request' })
    expect(request.kind === 'request' && authority.certify(request)).toBeUndefined()
  })
})

describe('a request for a certificate', () => {
  const rsa = (modulusLength: number) => {
    const keys = generateKeyPairSync('rsa', { modulusLength })
    return signingRequest({ keys, algorithm: '1.2.840.113549.1.1.11' }).csr
  }

  it('may be for an RSA key of 2048 bits', () => {
    expect(readSigningRequest(rsa(2048))).toMatchObject({ kind: 'request' })
  })

  it.each([
    ['nothing', '', 'not a certificate signing request in PEM'],
    ['words', '-----BEGIN CERTIFICATE REQUEST-----\n!!\n-----END CERTIFICATE REQUEST-----', 'in PEM'],
    ['a certificate', authority.certificate, 'in PEM'],
    ['what is cut short', pemOf(signingRequest().der.subarray(0, 100), 'CERTIFICATE REQUEST'), 'after the end'],
    ['a short key', rsa(1024), 'under 2048 bits'],
    ['another curve', curve('secp256k1'), 'its curve is not taken'],
    ['another’s key', signingRequest({ signedBy: ecKeys().privateKey }).csr, 'its key did not make'],
    ['an old hash', signingRequest({ algorithm: '1.2.840.113549.1.1.5' }).csr, 'signature algorithm is not supported'],
    [
      'the wrong kind of signature',
      signingRequest({ algorithm: '1.2.840.113549.1.1.11' }).csr,
      'signature algorithm is not supported',
    ],
  ])('is refused for %s, with the reason', (_, csr, why) => {
    expect(readSigningRequest(csr)).toEqual({ kind: 'refused', why: expect.stringContaining(why) })
  })

  it('is refused for any byte that is not as it was signed, and never throws', () => {
    const { der } = signingRequest()
    const changed = fc.tuple(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }))
    fc.assert(
      fc.property(changed, ([at, by]) => {
        const spoilt = Buffer.from(der)
        spoilt[at] = spoilt[at]! ^ by
        return readSigningRequest(pemOf(spoilt, 'CERTIFICATE REQUEST')).kind === 'refused'
      }),
      { numRuns: 300 },
    )
  })

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        return readSigningRequest(pemOf(bytes, 'CERTIFICATE REQUEST')).kind === 'refused'
      }),
    )
  })
})

function curve(namedCurve: string): string {
  return signingRequest({ keys: generateKeyPairSync('ec', { namedCurve }) }).csr
}

whereInstalled(['openssl'], 'openssl')('openssl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'andon-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const at = (name: string, content = '') => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const openssl = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
    return { status, said: stdout + stderr }
  }

  it('makes requests that are taken, and holds what comes of them to the letter', () => {
    const csr = join(folder, 'desk.csr')
    const subject = ['-subj', '/CN=Tür 1/O=Shop', '-utf8']
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('key'), ...subject, '-out', csr)
    const request = readFileSync(csr, 'utf8')
    const ca = at('ca.pem', authority.certificate)
    const device = at('device.pem', certified(request))
    const server = at('server.pem', authority.certifyServer('127.0.0.1').certificate)
    expect(openssl('verify', '-x509_strict', '-CAfile', ca, device, server)).toEqual({
      status: 0,
      said: `${device}: OK\n${server}: OK\n`,
    })
    const host = ['-verify_ip', '127.0.0.1', '-purpose', 'sslserver']
    expect(openssl('verify', '-x509_strict', ...host, '-CAfile', ca, server).status).toBe(0)
    expect(openssl('verify', '-x509_strict', ...host, '-CAfile', ca, device).status).not.toBe(0)
  })
})
