import { type LightCommand, lightCommand } from '../../contract/light-command.ts'

/** AWS IoT Core carries no more than this. Bytes. */
const largest = 128 * 1024

export type Reading =
  | { readonly kind: 'command'; readonly command: LightCommand }
  /** `why` names what is wrong, and nothing of what was sent: it may be anything. */
  | { readonly kind: 'not-a-command'; readonly why: string }

/** What came on `commandTopic`, by whoever may publish there. */
export function readCommand(payload: Uint8Array): Reading {
  if (payload.length > largest) return refuse(`more than ${largest} bytes`)
  const json = parseJson(payload)
  if (json === undefined) return refuse('not JSON in UTF-8')
  const parsed = lightCommand.safeParse(json)
  if (parsed.success) return { kind: 'command', command: parsed.data }
  const { path = [], message = 'not what was expected' } = parsed.error.issues[0] ?? {}
  return refuse(`${path.length === 0 ? 'the whole' : path.map(String).join('.')}: ${message}`)
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    // The two errors that can come from here both mean this, and there is nobody to pass them to.
    return undefined
  }
}

const refuse = (why: string): Reading => ({ kind: 'not-a-command', why })
