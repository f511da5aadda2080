import { existsSync } from 'node:fs'
import { PiFailure } from './failure.ts'
import type { Pi } from './pi.ts'

/**
 * Stops the service, works, and starts it again. The service holds the pins, and the broker accepts only one connection of
 * a name. The service starts again however this ends; if this process is killed, systemd starts it. Rejects with
 * `Failure` while an update is on trial: stopping the service would end the trial.
 */
export async function withServiceAside<T>(
  { places, systemd, say }: Pick<Pi, 'places' | 'systemd' | 'say'>,
  work: () => Promise<T>,
): Promise<T> {
  if (systemd === undefined) return work()
  if (existsSync(places.fallBackTo))
    throw new PiFailure('an update is on trial, and this would end the trial', 'wait two minutes, then try again')
  const { active } = await systemd.state()
  if (active === 'inactive' || active === 'failed') return work()
  say('         stopping the service andon-light; it starts again at the end')
  await systemd.lend()
  try {
    return await work()
  } finally {
    await systemd.takeBack()
    const { active } = await systemd.state()
    say(`         started the service andon-light again: ${active}`)
  }
}
