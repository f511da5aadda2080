import { readFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { madeCertificate } from '../contract/provisioning.ts'
import type { Disk } from './disk.ts'
import { codeOf } from '../agent/error-code.ts'
import type { Places } from './places.ts'

/** By which claim: one enrolment never goes on with what another began. */
const claim = z.string().check(z.regex(/^[0-9a-f]{64}$/))
/** PEM. */
const pem = z.string().check(z.minLength(1))

/** How far this Pi's enrolment has come: whatever was begun goes on from there, also after a power cut. */
const enrolmentRecord = z.discriminatedUnion('step', [
  z.object({ step: z.literal('asking'), claim, key: pem, request: pem }),
  /** There is a certificate, which is good for nothing yet. */
  z.object({ step: z.literal('made'), claim, key: pem, request: pem, made: madeCertificate }),
  z.object({ step: z.literal('enrolled'), claim, key: pem, made: madeCertificate }),
  /** Key and certificate are in their own places. */
  z.object({ step: z.literal('done'), claim }),
])
export type EnrolmentRecord = z.infer<typeof enrolmentRecord>

/** `undefined` when there is none, or none that can be read: then enrolment begins anew. */
export async function readRecord({ enrolment }: Places): Promise<EnrolmentRecord | undefined> {
  const text = await readIfThere(enrolment)
  if (text === undefined) return undefined
  try {
    return enrolmentRecord.parse(JSON.parse(text))
  } catch {
    // A stranger's hand, for our own writes are whole. What cannot be read cannot be gone on with.
    return undefined
  }
}

/** It holds a key until it is done. */
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
