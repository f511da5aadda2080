import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { madeCertificate } from '../contract/provisioning.ts'
import type { Disk } from './disk.ts'
import { codeOf } from '../agent/error-code.ts'
import type { Places } from './places.ts'

/** The claim's id: an enrolment never goes on with the work of another one. */
const claim = z.string().check(z.regex(/^[0-9a-f]{64}$/))
/** PEM. */
const pem = z.string().check(z.minLength(1))

/** How far this Pi's enrolment has come. It goes on from there, also after a power cut. */
const enrolmentRecord = z.discriminatedUnion('step', [
  z.object({ step: z.literal('asking'), claim, key: pem, request: pem }),
  /** There is a certificate, but it is not active yet. */
  z.object({ step: z.literal('made'), claim, key: pem, request: pem, made: madeCertificate }),
  z.object({ step: z.literal('enrolled'), claim, key: pem, made: madeCertificate }),
  /** Key and certificate are in their own places. */
  z.object({ step: z.literal('done'), claim }),
])
export type EnrolmentRecord = z.infer<typeof enrolmentRecord>

/** `undefined` if there is none, or it cannot be read: then enrolment starts again. */
export async function readRecord({ enrolment }: Places): Promise<EnrolmentRecord | undefined> {
  const text = await readIfThere(enrolment)
  if (text === undefined) return undefined
  try {
    return enrolmentRecord.parse(JSON.parse(text))
  } catch {
    // Somebody else changed it: our own writes are always complete.
    return undefined
  }
}

/** The record holds the key until the step `done`. */
export const writeRecord = (disk: Disk, { enrolment }: Places, record: EnrolmentRecord) =>
  disk.write(enrolment, JSON.stringify(record), 0o600)

/** `undefined` where there is no such file. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
