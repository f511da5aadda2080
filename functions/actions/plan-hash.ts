import { createHash } from 'node:crypto'
import type { JsonObject } from '../domain/json.ts'

/**
 * Of exactly one thing that a machine would do: what it does, on what, and how things were when it looked; and its place
 * in the playbook, for who lets it do a thing once has not let it do the same again.
 */
export const planHash = (nth: number, action: string, input: JsonObject, seen: JsonObject): string =>
  createHash('sha256')
    .update(JSON.stringify([nth, action, input, seen]))
    .digest('hex')
    .slice(0, 16)
