import { createHash, randomBytes } from 'node:crypto'
import { certificateIdOf, type CertificateAuthority } from '../../x509/certificate-authority.ts'
import { type CloudClock } from '../../clock.ts'
import { type Collection, type Store } from '../../store.ts'
import { readSigningRequest } from '../../x509/signing-request.ts'

export type CertificateStatus = 'ACTIVE' | 'INACTIVE' | 'REVOKED' | 'PENDING_ACTIVATION'

export interface RegisteredCertificate {
  /** SHA-256 of its DER, in lower-case hex. */
  readonly id: string
  readonly pem: string
  readonly status: CertificateStatus
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly changedAt: number
}
interface Kept extends Omit<RegisteredCertificate, 'id'> {
  /** Of one that a device asked for and that is not provisioned yet. */
  readonly pending?: { readonly tokenHash: string; readonly until: number }
}

export type Issued =
  | { readonly kind: 'issued'; readonly certificate: RegisteredCertificate }
  | { readonly kind: 'refused'; readonly why: string }

export interface CertificatesProps {
  readonly store: Store
  readonly clock: CloudClock
  readonly authority: CertificateAuthority
}

const hour = 3_600_000

/** The certificates that AWS IoT has issued and knows, kept through restarts. */
export class Certificates {
  readonly #kept: Collection<Kept>
  readonly #clock: CloudClock
  readonly #authority: CertificateAuthority
  readonly #listeners = new Set<(id: string) => void>()

  constructor({ store, clock, authority }: CertificatesProps) {
    this.#kept = store.collection('iot-certificates')
    this.#clock = clock
    this.#authority = authority
  }

  /** @param csr a request in PEM, as it came from outside */
  issue(csr: string, status: CertificateStatus): Issued {
    const request = readSigningRequest(csr)
    if (request.kind === 'refused') return request
    const pem = this.#authority.certify(request)
    if (pem === undefined) return { kind: 'refused', why: 'its subject is no name' }
    const now = this.#clock.now()
    const certificate = { pem, status, createdAt: now, changedAt: now }
    const id = certificateIdOf(pem)
    this.#kept.put(id, certificate)
    return { kind: 'issued', certificate: { id, ...certificate } }
  }

  /** For a device that has none: pending, and forgotten after an hour in which nobody came back with the token. */
  issuePending(csr: string): Issued & { readonly token?: string } {
    const issued = this.issue(csr, 'PENDING_ACTIVATION')
    if (issued.kind === 'refused') return issued
    const { id, ...certificate } = issued.certificate
    const token = randomBytes(48).toString('base64url')
    const pending = { tokenHash: hashOf(token), until: this.#clock.now() + hour }
    this.#kept.put(id, { ...certificate, pending })
    return { ...issued, token }
  }

  /** Undefined when the token was never given, or has expired. */
  ownedWith(token: string): RegisteredCertificate | undefined {
    const hash = hashOf(token)
    return this.#all().find(({ pending }) => pending?.tokenHash === hash && pending.until > this.#clock.now())
  }

  get(id: string): RegisteredCertificate | undefined {
    const kept = this.#kept.get(id)
    return kept && !this.#isForgotten(kept) ? { id, ...kept } : undefined
  }

  /** The oldest first. */
  all(): RegisteredCertificate[] {
    return this.#all().sort((a, b) => a.createdAt - b.createdAt)
  }

  setStatus(id: string, status: CertificateStatus): void {
    const kept = this.#kept.get(id)
    if (kept === undefined || kept.status === status) return
    this.#kept.put(id, { ...kept, status, changedAt: this.#clock.now() })
    if (status !== 'ACTIVE') this.#listeners.forEach((listener) => listener(id))
  }

  remove(id: string): void {
    this.#kept.delete(id)
    this.#listeners.forEach((listener) => listener(id))
  }

  /** Calls `listener` with the id of each that can no longer be used. */
  onEnd(listener: (id: string) => void): void {
    this.#listeners.add(listener)
  }

  #all() {
    const all = this.#kept.entries().map(([id, kept]) => ({ id, ...kept }))
    for (const kept of all) if (this.#isForgotten(kept)) this.#kept.delete(kept.id)
    return all.filter((kept) => !this.#isForgotten(kept))
  }

  #isForgotten({ status, pending }: Kept): boolean {
    return status === 'PENDING_ACTIVATION' && pending !== undefined && pending.until <= this.#clock.now()
  }
}

/** The store holds no token: a token owns its certificate. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')
