import { type AdmittedDevice, isShutOut } from '../domain/admitted-device.ts'
import type { AdmittedDevices, DeviceAccess } from '../ports.ts'
import { bringIn, type HealthPorts } from './bring-in-health.ts'
import { partsOf } from './watch-lamps.ts'

export interface EndDepartedPorts extends HealthPorts {
  readonly devices: AdmittedDevices
  readonly access: DeviceAccess
  /** Whether the config has a light or cord of this name. */
  readonly isInConfig: (light: string) => boolean
}

/**
 * Ends the access of every device whose light has left the config. One that cannot be ended does not stop the others;
 * repeating is harmless. Rejects when any was left over: then it is to be tried again.
 * @returns those that were ended now
 */
export async function endDeparted(ports: EndDepartedPorts): Promise<readonly AdmittedDevice[]> {
  const ended: AdmittedDevice[] = []
  const failures: unknown[] = []
  for (const device of await ports.devices.all()) {
    if (isShutOut(device) || ports.isInConfig(device.light)) continue
    try {
      await endOne(ports, device)
      ended.push(device)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} devices could not be ended: ${failures.join('; ')}`)
  return ended
}

async function endOne(ports: EndDepartedPorts, device: AdmittedDevice): Promise<void> {
  await ports.access.end(device)
  await forgiveSilence(ports, device.light)
  // Last: what broke off before is done again.
  await ports.devices.update({ ...device, endedAt: ports.clock.now() })
}

/** Nobody looks at its lamp any more, so nobody else would end what is open of it. */
async function forgiveSilence(ports: EndDepartedPorts, light: string): Promise<void> {
  const parts = partsOf(light, 'the deployment without this light')
  const snapshot = await ports.incidents.lookUp({ keys: parts.map(({ name }) => name) })
  for (const part of parts) await bringIn(ports, snapshot, part, { kind: 'well' }, ports.clock.now())
}
