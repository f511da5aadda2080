import { spawnSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { makeCertificateRequest } from '../../../iot/contract/certificate-request.ts'
import { whereInstalled } from '../../../packages/local-cloud/test/peers.ts'

whereInstalled(['openssl'], 'openssl')('a certificate request', () => {
  const openssl = (args: readonly string[], input: string) => {
    const { status, stdout, stderr } = spawnSync('openssl', args, { input, encoding: 'utf8' })
    return { status, said: stdout + stderr }
  }

  it.each(['andon-claim for desk-1', 'Tür', 'x'.repeat(64)])(
    'is one for openssl, signed by its own key: %s',
    (name) => {
      const { pem, key } = makeCertificateRequest(name)
      const { status, said } = openssl(['req', '-verify', '-noout', '-subject', '-pubkey', '-nameopt', 'utf8'], pem)
      expect(status).toBe(0)
      expect(said).toContain('verify OK')
      expect(said).toContain(`CN=${name}`)
      expect(said).toContain(String(createPublicKey(key).export({ type: 'spki', format: 'pem' })))
    },
  )

  it('does not pass when anything in it was changed', () => {
    const { pem } = makeCertificateRequest('desk-1')
    const body = Buffer.from(pem.split('\n').slice(1, -2).join(''), 'base64')
    body[body.indexOf('desk-1')] = 0x65
    const spoilt = `-----BEGIN CERTIFICATE REQUEST-----\n${body.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`
    expect(openssl(['req', '-verify', '-noout'], spoilt).said).not.toContain('verify OK')
  })
})

it('has a new key each time', () => {
  const [one, other] = [makeCertificateRequest('desk-1'), makeCertificateRequest('desk-1')]
  expect(one.key.equals(other.key)).toBe(false)
})
