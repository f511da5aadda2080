import { brokerAddress, type Way, waysTo } from '../../agent/link/broker-address.ts'
import type { OpenContact } from '../../agent/cord/contact.ts'
import type { LampPart } from '../../agent/drivers/lamp-part.ts'
import type { LampSettings } from '../../agent/drivers/lamp-kinds.ts'
import type { ContactSettings } from '../../agent/service/settings.ts'
import type { TlsIdentity } from '../../agent/link/tls-identity.ts'
import type { LightReport } from '../../contract/light-report.ts'
import { withServiceAside } from '../service-aside.ts'
import type { Pi } from '../pi.ts'
import { unlessStopped } from '../stopped.ts'
import { findCertificate } from './certificate.ts'
import { findClock } from './clock.ts'
import { type Finding, linesOf, skipped } from './finding.ts'
import { knock } from './knock.ts'
import { findContact, findLamp } from './lamps.ts'
import { findName, type Resolve } from './name.ts'
import { findPorts, openWay } from './ports.ts'
import { findRights, notVisited } from './rights.ts'
import { findService } from './service.ts'
import { findSettings, type Found } from './settings.ts'
import { visit } from './visit.ts'

export interface DoctorOptions extends Omit<Pi, 'disk'> {
  /** The settings to check; `systemd` is there only if they belong to the service. */
  readonly settingsFile: string
  readonly resolve: Resolve
  readonly lampPart: (lamp: LampSettings, light: string) => LampPart
  readonly contact: (settings: ContactSettings) => OpenContact
  /** The agent's version. */
  readonly version: string
  /** Stops it early; the lamp is dark then, and the service runs again. */
  readonly stop: AbortSignal
}

/**
 * Checks everything a light needs, one thing after the other, and says at once what it finds and what to do. Rejects with
 * `Failure` if it cannot check, and with `Stopped`.
 * @returns whether all is well
 */
export async function doctor(options: DoctorOptions): Promise<boolean> {
  const { say, systemd, clock } = options
  let isWell = true
  const tell = (...findings: readonly Finding[]) => {
    for (const finding of findings) {
      if (finding.kind === 'failed') isWell = false
      for (const line of linesOf(finding)) say(line)
    }
  }

  if (systemd !== undefined) tell(await findService(systemd))
  tell(findClock(clock))
  const { finding, found } = findSettings(options.settingsFile)
  tell(finding)
  if (found === undefined) {
    tell(skipped('everything else', 'needs the settings'))
    return isWell
  }
  const contact = await checkNetwork(options, found, tell)
  await withServiceAside(options, async () => {
    await checkBroker(options, found, contact, tell)
    await checkLamps(options, found, tell)
  })
  return isWell
}

type Tell = (...findings: readonly Finding[]) => void
interface Contact {
  readonly way: Way
  readonly identity: TlsIdentity
}

/** What can be checked while the service runs. */
async function checkNetwork(options: DoctorOptions, found: Found, tell: Tell): Promise<Contact | undefined> {
  const { clock, ports, resolve, stop } = options
  const { light, broker } = found.settings
  const { finding, identity } = findCertificate(light, found.pems, clock.moment())
  tell(finding)
  const ways = waysTo(brokerAddress(broker), ports)
  tell(await unlessStopped(stop, findName(ways[0].host, resolve)))
  if (identity === undefined) {
    tell(skipped('ports', 'need the certificate'))
    return undefined
  }
  const knocked = await unlessStopped(
    stop,
    Promise.all(ways.map(async (way) => ({ way, knock: await knock(way, identity, clock) }))),
  )
  tell(...findPorts(light, knocked))
  const way = openWay(knocked)
  return way && { way, identity }
}

async function checkBroker(options: DoctorOptions, { settings }: Found, contact: Contact | undefined, tell: Tell) {
  const { clock, stop, version } = options
  if (contact === undefined) return tell(...notVisited('not connected'))
  const { light } = settings
  const report = ourReport(version, clock.moment().wall, contact.identity)
  const visited = await unlessStopped(stop, visit(contact.way, { light, identity: contact.identity, clock, report }))
  tell(...findRights(light, visited, clock.moment()))
}

/** While the doctor works, the light must not count as online. */
const ourReport = (agent: string, wall: number, { certificateEnds }: TlsIdentity): LightReport => ({
  epoch: '',
  appliedV: 0,
  state: 'unknown',
  at: new Date(wall).toISOString(),
  online: false,
  agent,
  reason: 'andon-light doctor is checking it',
  ...(certificateEnds !== undefined && { certificateEnds }),
})

async function checkLamps(options: DoctorOptions, { settings }: Found, tell: Tell): Promise<void> {
  const { clock, say, stop, lampPart, contact } = options
  const pause = (ms: number) => unlessStopped(stop, new Promise<void>((resolve) => void clock.after(ms, resolve)))
  for (const lamp of settings.lamps) tell(await findLamp(lamp, lampPart(lamp, settings.light), { pause, say }))
  for (const name of ['cord', 'mute'] as const) {
    const wired = settings[name]
    if (wired !== undefined) tell(await findContact(name, wired, contact(wired)))
  }
}
