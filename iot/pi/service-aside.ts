import { existsSync } from 'node:fs'
import { Failure } from './failure.ts'
import type { Pi } from './pi.ts'

/**
 * Does something for which the lamp's service must not run: it has the pins, and the broker lets in one at a time of a
 * name. It runs again afterwards, however this ends; systemd sees to that if this process cannot.
 * Rejects with `Failure` while an update is on trial, which that would spoil.
 */
export async function withServiceAside<T>(
  { places, systemd, say }: Pick<Pi, 'places' | 'systemd' | 'say'>,
  work: () => Promise<T>,
): Promise<T> {
  if (systemd === undefined) return work()
  if (existsSync(places.fallBackTo))
    throw new Failure('an update is on trial, and would be given up', 'wait two minutes, then try again')
  const { active } = await systemd.state()
  if (active === 'inactive' || active === 'failed') return work()
  say('         the service andon-light is stopped for the rest of this, and started again after it')
  await systemd.lend()
  try {
    return await work()
  } finally {
    await systemd.takeBack()
    const { active } = await systemd.state()
    say(`         the service andon-light was started again: ${active}`)
  }
}
