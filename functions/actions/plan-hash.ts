import { createHash } from 'node:crypto'
import type { ActionData } from '../config/actions.ts'
import type { JsonObject } from '../domain/json.ts'

/** Of exactly one thing that a machine would do: what it does, on what, and how things were when it looked. */
export const planHash = ({ action, with: input }: ActionData, seen: JsonObject): string =>
  createHash('sha256')
    .update(JSON.stringify([action, input, seen]))
    .digest('hex')
    .slice(0, 16)
