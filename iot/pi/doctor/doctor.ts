import { brokerAddress, type Way, waysTo } from '../../agent/link/broker-address.ts'
import type { OpenContact } from '../../agent/cord/keep-contact.ts'
import type { LampPart } from '../../agent/drivers/lamp-part.ts'
import type { ContactSettings, LampSettings } from '../../agent/service/settings.ts'
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
  /** What is looked at; `systemd` is there only if they are those of the service. */
  readonly settingsFile: string
  readonly resolve: Resolve
  readonly lampPart: (lamp: LampSettings, light: string) => LampPart
  readonly contact: (settings: ContactSettings) => OpenContact
  /** The agent's version. */
  readonly version: string
  /** Ends it before its time, with the lamp dark and the service started again. */
  readonly stop: AbortSignal
}

/**
 * Looks at all that a light needs, one after the other, and says at once what it has found and what to do about it.
 * Rejects with `Hindrance` when it cannot look, and with `Stopped`.
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
    tell(skipped('everything else', 'it needs the settings'))
    return isWell
  }
  const contact = await lookOutside(options, found, tell)
  await withServiceAside(options, async () => {
    await lookAtBroker(options, found, contact, tell)
    await lookAtLamps(options, found, tell)
  })
  return isWell
}

type Tell = (...findings: readonly Finding[]) => void
interface Contact {
  readonly way: Way
  readonly identity: TlsIdentity
}

/** What can be looked at without disturbing the service. */
async function lookOutside(options: DoctorOptions, found: Found, tell: Tell): Promise<Contact | undefined> {
  const { clock, ports, resolve, stop } = options
  const { light, broker } = found.settings
  const { finding, identity } = findCertificate(light, found.pems, clock.moment())
  tell(finding)
  const ways = waysTo(brokerAddress(broker), ports)
  tell(await unlessStopped(stop, findName(ways[0].host, resolve)))
  if (identity === undefined) {
    tell(skipped('ports', 'they need the certificate'))
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

async function lookAtBroker(options: DoctorOptions, { settings }: Found, contact: Contact | undefined, tell: Tell) {
  const { clock, stop, version } = options
  if (contact === undefined) return tell(...notVisited('there is no contact'))
  const { light } = settings
  const report = ourReport(version, clock.moment().wall, contact.identity)
  const visited = await unlessStopped(stop, visit(contact.way, { light, identity: contact.identity, clock, report }))
  tell(...findRights(light, visited, clock.moment()))
}

/** Nobody is to take the light for being there while it is looked at. */
const ourReport = (agent: string, wall: number, { certificateEnds }: TlsIdentity): LightReport => ({
  epoch: '',
  appliedV: 0,
  state: 'unknown',
  at: new Date(wall).toISOString(),
  online: false,
  agent,
  reason: 'andon-light doctor is looking at it',
  ...(certificateEnds !== undefined && { certificateEnds }),
})

async function lookAtLamps(options: DoctorOptions, { settings }: Found, tell: Tell): Promise<void> {
  const { clock, say, stop, lampPart, contact } = options
  const pause = (ms: number) => unlessStopped(stop, new Promise<void>((resolve) => void clock.after(ms, resolve)))
  for (const lamp of settings.lamps) tell(await findLamp(lamp, lampPart(lamp, settings.light), { pause, say }))
  for (const name of ['cord', 'mute'] as const) {
    const wired = settings[name]
    if (wired !== undefined) tell(await findContact(name, wired, contact(wired)))
  }
}
