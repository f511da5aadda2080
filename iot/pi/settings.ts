import { basename } from 'node:path'
import * as z from 'zod/mini'
import type { Enrolment, LampKind } from '../contract/enrolment.ts'
import { readIfThere } from './enrolment-record.ts'
import { Failure } from './failure.ts'
import type { Pi } from './pi.ts'

const anObject = z.record(z.string(), z.unknown())

/** As docs/hardware.md wires them: the LED board, and Blinkt!. */
const usualLamps: Record<LampKind, object> = {
  gpio: { driver: 'gpio', red: 18, yellow: 23, green: 24, blue: 25, white: 12, buzzer: 16 },
  apa102: { driver: 'apa102', data: 23, clock: 24 },
  'usb-tower': { driver: 'usb-tower' },
  page: { driver: 'page', port: 8080 },
}

/**
 * Writes who this light is into the agent's settings. What somebody has set there about lamp, cord and buzzer stays.
 * Rejects with `Failure` when the settings cannot be read: they are not ours to throw away.
 * @param lamp the kind, if one was asked for
 */
export async function placeSettings({ disk, places, say }: Pi, token: Enrolment, lamp: LampKind | undefined) {
  const before = await readSettings(places.settings)
  const { ca: _before, ...others } = before
  const settings = {
    ...others,
    light: token.light,
    broker: token.broker,
    certificate: basename(places.certificate),
    key: basename(places.key),
    ...(token.ca !== undefined && { ca: basename(places.authority) }),
    lamp: lampOf(before['lamp'], lamp),
  }
  const text = `${JSON.stringify(settings, undefined, 2)}\n`
  if (text === (await readIfThere(places.settings))) return
  await disk.write(places.settings, text, 0o644)
  say(`wrote the settings: ${places.settings}`)
}

function lampOf(before: unknown, wanted: LampKind | undefined): unknown {
  if (wanted === undefined) return before ?? { driver: 'plain' }
  // Somebody may have set its pins.
  const isThere = anObject.safeParse(before).data?.['driver'] === wanted
  return isThere ? before : usualLamps[wanted]
}

async function readSettings(path: string): Promise<Record<string, unknown>> {
  const text = await readIfThere(path)
  if (text === undefined) return {}
  try {
    return anObject.parse(JSON.parse(text))
  } catch {
    throw new Failure(`${path} holds no settings in JSON`, 'mend it, or move it away')
  }
}
