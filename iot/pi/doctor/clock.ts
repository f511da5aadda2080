import type { AgentClock } from '../../agent/clock/clock.ts'
import { failed, type Finding, ok } from './finding.ts'

/** While the clock is not set, the lamp does not believe a command that the broker has kept. */
export function findClock(clock: Pick<AgentClock, 'moment'>): Finding {
  const { wall, wallIsSet } = clock.moment()
  const now = new Date(wall).toISOString().slice(0, 19)
  return wallIsSet
    ? ok(`clock: set, ${now} UTC`)
    : failed(
        `clock: not set by the network since the start; it shows ${now} UTC`,
        'open UDP port 123 to a time server, or set your own in /etc/systemd/timesyncd.conf (NTP=…), then run: sudo timedatectl set-ntp true. Check it with: timedatectl timesync-status',
      )
}
