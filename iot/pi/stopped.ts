/** Somebody has stopped the command, for example with Ctrl-C. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
}

/** Waits for work, but only until it must stop. Rejects with `Stopped`. */
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
