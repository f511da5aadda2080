import { join } from 'node:path'

/** Paths on a Pi. */
const opt = '/opt/andon-light'
const etc = '/etc/andon-light'
const units = '/etc/systemd/system'
export const installed = {
  /** The version in use: its service and its command. */
  current: `${opt}/current`,
  unit: `${opt}/current/andon-light.service`,
  command: `${opt}/current/andon-light`,
}

/** Paths on the machine with the root folder `root`: `/` for this one, or a mounted card. */
export function placesBelow(root: string) {
  const at = (path: string) => join(root, path)
  return {
    etc: at(etc),
    settings: at(`${etc}/settings.json`),
    key: at(`${etc}/key.pem`),
    certificate: at(`${etc}/certificate.pem`),
    authority: at(`${etc}/ca.pem`),
    enrolment: at(`${etc}/enrolment.json`),
    versions: at(`${opt}/versions`),
    version: (name: string) => at(`${opt}/versions/${name}`),
    current: at(installed.current),
    /** The version to go back to; only while an update is on trial. iot/pi/fall-back.sh reads it. */
    fallBackTo: at(`${opt}/fall-back-to`),
    fallBack: at(`${opt}/fall-back`),
    unit: at(`${units}/andon-light.service`),
    fallBackUnit: at(`${units}/andon-light-fall-back.service`),
    withoutNotify: at(`${units}/andon-light.service.d/without-notify.conf`),
    wanted: (unit: string) => at(`${units}/multi-user.target.wants/${unit}`),
    groups: at('/etc/sysusers.d/andon-light.conf'),
    command: at('/usr/local/bin/andon-light'),
  }
}
export type Places = ReturnType<typeof placesBelow>
