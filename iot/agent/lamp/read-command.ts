import { type LightCommand, lightCommand } from '../../contract/light-command.ts'

/** AWS IoT Core carries no more than this. Bytes. */
const largest = 128 * 1024

export type Reading =
  | { readonly kind: 'command'; readonly command: LightCommand }
  /** `why` says what is wrong, and repeats nothing of the payload: it may hold anything. */
  | { readonly kind: 'not-a-command'; readonly why: string }

/** Reads a payload from `commandTopic`. Anyone with the right to publish there may have sent it. */
export function readCommand(payload: Uint8Array): Reading {
  if (payload.length > largest) return refuse(`longer than ${largest} bytes`)
  const json = parseJson(payload)
  if (json === undefined) return refuse('not JSON in UTF-8')
  const parsed = lightCommand.safeParse(json)
  if (parsed.success) return { kind: 'command', command: parsed.data }
  const { path = [], message = 'unexpected value' } = parsed.error.issues[0] ?? {}
  return refuse(`${path.length === 0 ? 'the payload' : path.map(String).join('.')}: ${message}`)
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    // Both errors that this can throw mean the same: not JSON in UTF-8.
    return undefined
  }
}

const refuse = (why: string): Reading => ({ kind: 'not-a-command', why })
