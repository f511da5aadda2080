import { createHash } from 'node:crypto'
import type { JsonObject } from '../domain/json.ts'

/** Of exactly one thing that a machine would do: what it does, on what, and how things were when it looked. */
export const planHash = (action: string, input: JsonObject, seen: JsonObject): string =>
  createHash('sha256')
    .update(JSON.stringify([action, input, seen]))
    .digest('hex')
    .slice(0, 16)
