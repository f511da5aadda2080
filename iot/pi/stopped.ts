/** Somebody has ended what was under way, as with Ctrl-C. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** Waits for work, but no longer than until it is to stop. Rejects with `Stopped`. */
export async function unlessStopped<T>(stop: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: stopped, reject } = Promise.withResolvers<never>()
  const onStop = () => reject(new Stopped())
  stop.addEventListener('abort', onStop)
  if (stop.aborted) onStop()
  try {
    return await Promise.race([work, stopped])
  } finally {
    stop.removeEventListener('abort', onStop)
  }
}
