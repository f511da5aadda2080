import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { amazonRoots } from '../../../iot/agent/link/amazon-roots.ts'
import { tlsIdentity, UnusableIdentity } from '../../../iot/agent/link/tls-identity.ts'
import { makeAuthority, withOpenssl } from './certificates.ts'

describe('Amazon’s roots', () => {
  const isAmazons = ({ subject }: X509Certificate) =>
    /^O=Amazon$/m.test(subject) || /^CN=Starfield Services Root/m.test(subject)

  it('are those that Node knows', () => {
    const known = rootCertificates.filter((pem) => isAmazons(new X509Certificate(pem)))
    expect([...amazonRoots].sort()).toEqual(known.map((pem) => pem.trim()).sort())
    expect(amazonRoots).toHaveLength(5)
  })
})

withOpenssl('a device’s certificate', () => {
  const authority = makeAuthority()
  const [one, other] = [authority.issue('desk-1'), authority.issue('desk-2')]
  afterAll(() => authority.remove())

  it('says when it ends', () => {
    const { certificateEnds } = tlsIdentity({ own: one, authority: authority.certificate })
    expect(certificateEnds).toBe(new X509Certificate(one.certificate).validToDate.toISOString())
    expect(tlsIdentity().certificateEnds).toBeUndefined()
  })

  it.each([
    ['with the key of another', () => ({ own: { ...one, key: other.key } }), /does not belong to the certificate/],
    [
      'that is garbage',
      () => ({ own: { ...one, certificate: 'x' } }),
      /^the certificate cannot be read: it is not valid PEM/,
    ],
    [
      'with half a key',
      () => ({ own: { ...one, key: one.key.slice(0, 100) } }),
      /^the key cannot be read: it is not valid PEM/,
    ],
    [
      'with an authority that is none',
      () => ({ own: one, authority: 'x' }),
      /^the authority's certificate cannot be read/,
    ],
  ])('is not used %s, and nothing of the key is told', (_how, pems, why) => {
    const attempt = () => tlsIdentity(pems())
    expect(attempt).toThrow(UnusableIdentity)
    expect(attempt).toThrow(why)
    const secret = one.key.split('\n')[1]!
    expect(attempt).not.toThrow(secret)
  })
})
