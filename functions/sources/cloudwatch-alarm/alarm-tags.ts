import * as z from 'zod/mini'
import { clip } from '../../domain/clip.ts'

/** As AWS writes tags elsewhere: an object, or a list of keys and values. */
const tagsOfAlarm = z.union([
  z.record(z.string(), z.string()),
  z.pipe(
    z.array(
      z.union([
        z.object({ key: z.string(), value: z.string() }),
        z.pipe(
          z.object({ Key: z.string(), Value: z.string() }),
          z.transform(({ Key, Value }) => ({ key: Key, value: Value })),
        ),
      ]),
    ),
    z.transform((tags) => Object.fromEntries(tags.map(({ key, value }) => [key, value]))),
  ),
])

/** As many as an AWS resource can have. */
const most = 50

/**
 * An alarm's tags, where its event carries them. A form that we do not know is none: no alarm may be lost for its tags.
 */
export function alarmTags(said: unknown): Readonly<Record<string, string>> {
  const { data = {} } = tagsOfAlarm.safeParse(said)
  return Object.fromEntries(
    Object.entries(data)
      .slice(0, most)
      .map(([key, value]) => [clip(key, 128), clip(value, 256)]),
  )
}
