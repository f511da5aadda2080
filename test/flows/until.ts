import { reportTopic } from '../../iot/contract/topics.ts'
import type { LaptopCloud } from '../../laptop/laptop-cloud.ts'

/** Until that is so; whatever else is still under way. */
export async function until({ activity }: LaptopCloud, isSo: () => Promise<boolean> | boolean): Promise<void> {
  let changed = Promise.withResolvers<void>()
  const stop = activity.onChange(() => changed.resolve())
  while (!(await isSo())) {
    await changed.promise
    changed = Promise.withResolvers()
  }
  stop()
}

/** From now on. What a lamp shows, it says at most once a second. */
export function untilReported({ iot }: LaptopCloud, light: string, state: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = iot.onPublish(({ topic, payload }) => {
    if (topic !== reportTopic(light) || !String(payload).includes(`"state":"${state}"`)) return
    stop()
    resolve()
  })
  return promise
}
