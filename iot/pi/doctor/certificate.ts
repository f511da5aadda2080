import { X509Certificate } from 'node:crypto'
import type { Moment } from '../../agent/clock/clock.ts'
import { type Pems, type TlsIdentity, tlsIdentity, UnusableIdentity } from '../../agent/link/tls-identity.ts'
import { failed, type Finding, ok, skipped } from './finding.ts'

const day = 86_400_000
/** Warn this many days before a certificate ends. As in functions/domain/lamp-health.ts. */
const notice = 30

export type Identified =
  | { readonly finding: Finding; readonly identity: TlsIdentity }
  /** There is no certificate to show the broker. */
  | { readonly finding: Finding; readonly identity?: never }

/** Whether key and certificate belong together, and until when they are valid. */
export function findCertificate(light: string, pems: Pems, moment: Moment): Identified {
  const again = `get a new install line with: npx andon light add ${light}`
  try {
    const identity = tlsIdentity(pems)
    if (pems.own === undefined) return { finding: skipped('certificate', 'the settings have none'), identity }
    return { finding: findValidity(new X509Certificate(pems.own.certificate), moment, again), identity }
  } catch (error) {
    if (!(error instanceof UnusableIdentity)) throw error
    return { finding: failed(`certificate: ${error.message}`, again) }
  }
}

function findValidity(certificate: X509Certificate, { wall, wallIsSet }: Moment, again: string): Finding {
  // Not `validFromDate`: Node 20 has no such property.
  const [begins, ends] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  const span = `valid from ${dayOf(begins)} to ${dayOf(ends)}`
  if (!wallIsSet) return ok(`certificate: belongs to its key, ${span}; the clock must be set to check that`)
  if (wall < begins) return failed(`certificate: not valid before ${dayOf(begins)}`, 'is the clock right?')
  if (wall >= ends) return failed(`certificate: expired on ${dayOf(ends)}`, again)
  const left = Math.floor((ends - wall) / day)
  const what = `certificate: belongs to its key, ${span}, ${left} days left`
  return left < notice ? ok(what, `before it expires, ${again}`) : ok(what)
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)
