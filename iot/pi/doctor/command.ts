import { lookup } from 'node:dns/promises'
import { wiredContact } from '../../agent/cord/contact.ts'
import { lampOutput } from '../../agent/drivers/lamp-output.ts'
import { lampPart } from '../../agent/drivers/lamp-part.ts'
import { agentVersion } from '../../agent/service/version.ts'
import { mustBeRoot, piBelow, serviceOf, stopSignal } from '../this-pi.ts'
import { doctor } from './doctor.ts'

/** @returns whether all is well. Rejects with `Failure` and `Stopped` */
export async function runDoctor(settingsFile: string): Promise<boolean> {
  const systemd = serviceOf(settingsFile)
  if (systemd !== undefined) mustBeRoot()
  const pi = piBelow('/')
  const output = lampOutput('plain', process.stdout)
  const isWell = await doctor({
    ...pi,
    systemd,
    settingsFile,
    resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
    lampPart: (lamp, light) => lampPart(lamp, light, output, pi.clock),
    contact: wiredContact,
    version: agentVersion(),
    stop: stopSignal(),
  })
  pi.say(isWell ? 'All is well.' : 'Something is wrong: see the lines with FAILED.')
  return isWell
}
