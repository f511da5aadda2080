import { basename } from 'node:path'
import * as z from 'zod/mini'
import { kindOf } from '../agent/drivers/lamp-kinds.ts'
import type { Enrolment, LampKind } from '../contract/enrolment.ts'
import { readIfThere } from './enrolment-record.ts'
import { PiFailure } from './failure.ts'
import type { Pi } from './pi.ts'

const anObject = z.record(z.string(), z.unknown())

/**
 * Writes the light's name, broker and certificate into the agent's settings. Settings of lamp, cord and buzzer stay.
 * Rejects with `Failure` if the settings cannot be read: we do not throw them away.
 * @param lamp the kind, if one was given
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
  // Somebody may have changed its pins.
  const isThere = anObject.safeParse(before).data?.['driver'] === wanted
  return isThere ? before : { driver: wanted, ...kindOf({ driver: wanted }).usual }
}

async function readSettings(path: string): Promise<Record<string, unknown>> {
  const text = await readIfThere(path)
  if (text === undefined) return {}
  try {
    return anObject.parse(JSON.parse(text))
  } catch {
    throw new PiFailure(
      `${path} is not valid JSON`,
      'correct the file or move it away, then run the same command again',
    )
  }
}
