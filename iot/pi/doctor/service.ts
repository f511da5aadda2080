import { isConnected } from '../watch-service.ts'
import type { Systemd } from '../systemd.ts'
import { failed, type Finding, ok } from './finding.ts'

/** How the lamp's service is, by what systemd has heard of it. */
export async function findService(systemd: Systemd): Promise<Finding> {
  const { active, status, restarts } = await systemd.state()
  const often = restarts > 0 ? `, started anew ${restarts} times` : ''
  if (active !== 'active') {
    const words = (await systemd.lastWords()).map((line) => `\n         | ${line}`).join('')
    return failed(
      `service: ${active}${often}${words}`,
      'mend what is found below, then: sudo systemctl restart andon-light',
    )
  }
  // Where it cannot tell systemd anything, it is at least there.
  if (status === '') return ok(`service: runs${often}`)
  // Its troubles with lamp and cord follow what it shows.
  const isWell = isConnected({ status }) && !status.includes('; ')
  return isWell
    ? ok(`service: ${status}${often}`)
    : failed(`service: runs${often}, but: ${status}`, 'what is found below tells why')
}
