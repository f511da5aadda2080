import { join } from 'node:path'

/** Where things lie on a Pi, as seen from it. */
const opt = '/opt/andon-light'
const etc = '/etc/andon-light'
const units = '/etc/systemd/system'
export const installed = {
  /** The version in use: what systemd starts and the command is. */
  current: `${opt}/current`,
  unit: `${opt}/current/andon-light.service`,
  command: `${opt}/current/andon-light`,
}

/** Where things lie on the machine whose root folder is `root`: `/` for this one, or a card that is being prepared. */
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
    /** There while an update is on trial: the version to go back to. iot/pi/fall-back.sh reads it. */
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
