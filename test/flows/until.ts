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
