import { basename } from 'node:path'
import * as z from 'zod/mini'
import type { Enrolment, LampKind } from '../contract/enrolment.ts'
import { readIfThere } from './enrolment-record.ts'
import { Hindrance } from './hindrance.ts'
import type { Pi } from './pi.ts'

const anObject = z.record(z.string(), z.unknown())

/**
 * Writes who this light is into the agent's settings. What somebody has set there about lamp, cord and buzzer stays.
 * Rejects with `Hindrance` when the settings cannot be read: they are not ours to throw away.
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
    lamp: lamp === undefined ? (before['lamp'] ?? { driver: 'plain' }) : { driver: lamp },
  }
  const text = `${JSON.stringify(settings, undefined, 2)}\n`
  if (text === (await readIfThere(places.settings))) return
  await disk.write(places.settings, text, 0o644)
  say(`wrote the settings: ${places.settings}`)
}

async function readSettings(path: string): Promise<Record<string, unknown>> {
  const text = await readIfThere(path)
  if (text === undefined) return {}
  try {
    return anObject.parse(JSON.parse(text))
  } catch {
    throw new Hindrance(`${path} holds no settings in JSON`, 'mend it, or move it away')
  }
}
