import type { Clock } from '../../agent/clock/clock.ts'
import { failed, type Finding, ok } from './finding.ts'

/** A lamp on a machine whose clock is not set believes no command that the broker has kept for it. */
export function findClock(clock: Pick<Clock, 'moment'>): Finding {
  const { wall, wallIsSet } = clock.moment()
  const now = new Date(wall).toISOString().slice(0, 19)
  return wallIsSet
    ? ok(`clock: set, ${now} UTC`)
    : failed(
        `clock: not set by the network since the start; it says ${now} UTC`,
        'let UDP port 123 out to a time server, or name yours in /etc/systemd/timesyncd.conf (NTP=…), then: sudo timedatectl set-ntp true; timedatectl timesync-status tells how it goes',
      )
}
