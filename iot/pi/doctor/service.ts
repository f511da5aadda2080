import { isConnected } from '../watch-service.ts'
import type { Systemd } from '../systemd.ts'
import { failed, type Finding, ok } from './finding.ts'

/** How the service is, by its state in systemd. */
export async function findService(systemd: Systemd): Promise<Finding> {
  const { active, status, restarts } = await systemd.state()
  const often = restarts > 0 ? `, restarted ${restarts} times` : ''
  if (active !== 'active') {
    const words = (await systemd.lastWords()).map((line) => `\n         | ${line}`).join('')
    return failed(
      `service: ${active}${often}${words}`,
      'fix what the lines below show, then run: sudo systemctl restart andon-light',
    )
  }
  // Without koffi it sends no status, but it runs.
  if (status === '') return ok(`service: runs${often}`)
  // Troubles with lamp and cord follow after a semicolon.
  const isWell = isConnected({ status }) && !status.includes('; ')
  return isWell
    ? ok(`service: ${status}${often}`)
    : failed(`service: runs${often}, but: ${status}`, 'the lines below show why')
}
