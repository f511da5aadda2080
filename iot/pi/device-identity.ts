import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { Pems } from '../agent/link/tls-identity.ts'
import type { Disk } from './disk.ts'
import { readIfThere } from './enrolment-record.ts'
import { PiFailure } from './failure.ts'
import type { Places } from './places.ts'

export async function placeIdentity(
  disk: Disk,
  places: Places,
  { own, authority }: Required<Pick<Pems, 'own'>> & Pems,
) {
  await disk.write(places.key, own.key, 0o600)
  await disk.write(places.certificate, own.certificate, 0o644)
  if (authority === undefined) await disk.remove(places.authority)
  else await disk.write(places.authority, authority, 0o644)
}

/** Rejects with `Failure` if key or certificate is missing, or they do not belong together. */
export async function usableIdentity(places: Places, light: string): Promise<void> {
  const [key, certificate] = await Promise.all([readIfThere(places.key), readIfThere(places.certificate)])
  if (key !== undefined && certificate !== undefined && isPair(certificate, key)) return
  throw new PiFailure(
    `this token was used already, but its key and certificate are missing or damaged in ${places.etc}`,
    `get a new token with: npx andon light add ${light}`,
  )
}

function isPair(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
  } catch {
    // Unreadable.
    return false
  }
}
