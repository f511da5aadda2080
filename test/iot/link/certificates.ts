import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whereInstalled } from '../../../packages/local-cloud/test/peers.ts'

/** OpenSSL's own program makes the certificates, so that we do not judge by what we made ourselves. */
export const withOpenssl = whereInstalled(['openssl'], 'openssl')

export interface Pair {
  readonly certificate: string
  readonly key: string
}

export interface Issued extends Pair {
  readonly certificateFile: string
  readonly keyFile: string
}

export interface Authority {
  readonly certificate: string
  readonly certificateFile: string
  /** @param names as in `subjectAltName`; and a certificate that ended yesterday when `expired` */
  issue(name: string, options?: { readonly names?: string; readonly expired?: boolean }): Issued
  remove(): void
}

/** A certificate authority of its own, in a folder that goes with it. */
export function makeAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'andon-certificates-'))
  const file = (name: string) => join(folder, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '3650', '-subj', '/CN=a test')
  let serial = 1
  return {
    certificate: readFileSync(file('ca.pem'), 'utf8'),
    certificateFile: file('ca.pem'),
    issue(name, { names = 'DNS:localhost,IP:127.0.0.1', expired = false } = {}) {
      const base = `${serial++}-${name}`
      const [keyFile, certificateFile] = [file(`${base}.key`), file(`${base}.pem`)]
      openssl('req', ...newKey, '-keyout', keyFile, '-out', file(`${base}.csr`), '-subj', `/CN=${name}`)
      writeFileSync(file(`${base}.ext`), `subjectAltName=${names}\n`)
      openssl(
        'x509',
        '-req',
        '-in',
        file(`${base}.csr`),
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-set_serial',
        String(serial),
        '-extfile',
        file(`${base}.ext`),
        '-out',
        certificateFile,
        '-days',
        expired ? '-1' : '30',
      )
      return {
        certificateFile,
        keyFile,
        certificate: readFileSync(certificateFile, 'utf8'),
        key: readFileSync(keyFile, 'utf8'),
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
