import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { Pems } from '../agent/link/tls-identity.ts'
import type { Disk } from './disk.ts'
import { readIfThere } from './enrolment-record.ts'
import { Hindrance } from './hindrance.ts'
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

/** Rejects with `Hindrance` when key and certificate are not there, or do not belong together. */
export async function usableIdentity(places: Places, light: string): Promise<void> {
  const [key, certificate] = await Promise.all([readIfThere(places.key), readIfThere(places.certificate)])
  if (key !== undefined && certificate !== undefined && isPair(certificate, key)) return
  throw new Hindrance(
    `this token has been used, and what it was used for is not in ${places.etc} any more`,
    `ask for a new one with: npx andon light add ${light}`,
  )
}

function isPair(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
  } catch {
    // What cannot be read is no pair.
    return false
  }
}
