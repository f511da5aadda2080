import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brokerAddress, UnusableBroker } from '../link/broker-address.ts'
import { codeOf } from '../error-code.ts'
import { readSettings, type AgentSettings, UnusableSettings } from './settings.ts'
import { type TlsIdentity, tlsIdentity, UnusableIdentity } from '../link/tls-identity.ts'

/** One light's settings, with the content of the files that they name. */
export interface SettingsFile {
  readonly settings: AgentSettings
  readonly identity: TlsIdentity
}

/** Reads settings and the files that they name beside them. Throws `UnusableSettings`, which names the file. */
export function readSettingsFile(path: string): SettingsFile {
  try {
    const settings = readSettings(read(path))
    brokerAddress(settings.broker)
    return { settings, identity: identityOf(settings, dirname(path)) }
  } catch (error) {
    const isOurs =
      error instanceof UnusableSettings || error instanceof UnusableBroker || error instanceof UnusableIdentity
    if (!isOurs) throw error
    throw new UnusableSettings(`${path} cannot be used:\n${error.message.replaceAll(/^/gm, '  ')}`)
  }
}

function identityOf({ certificate, key, ca }: AgentSettings, folder: string): TlsIdentity {
  const own =
    certificate === undefined || key === undefined
      ? undefined
      : { certificate: read(join(folder, certificate)), key: read(join(folder, key)) }
  return tlsIdentity({
    ...(own !== undefined && { own }),
    ...(ca !== undefined && { authority: read(join(folder, ca)) }),
  })
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UnusableSettings(`${path} cannot be read (${codeOf(error) ?? String(error)})`)
  }
}
