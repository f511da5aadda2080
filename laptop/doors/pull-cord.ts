import { z } from 'zod'
import { clicks } from '../../iot/contract/cord-pull.ts'
import { json, Refused, thereAre, type Whole } from './door-reply.ts'
import { readAs } from './body.ts'
import type { Laptop } from '../laptop.ts'

const pulling = z.strictObject({ click: z.enum(clicks) })

/** Pulls a cord of the configuration, by the very message that the cord itself would send. */
export async function pullCord(laptop: Laptop, cord: string, body: unknown): Promise<Whole> {
  const { click } = readAs(
    pulling,
    body,
    `The cord ${cord} cannot be pulled like this`,
    'Send { "click": "SINGLE", "DOUBLE" or "LONG" }.',
  )
  const cords = laptop.cords().map(({ name }) => name)
  if (!cords.includes(cord)) throw new Refused(404, `There is no cord "${cord}".`, thereAre('cords', cords))
  await laptop.pull(cord, click)
  return json(202, { cord, click })
}
