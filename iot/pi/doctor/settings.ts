import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { brokerAddress, UnusableBroker } from '../../agent/link/broker-address.ts'
import { readSettings, type AgentSettings, UnusableSettings } from '../../agent/service/settings.ts'
import type { Pems } from '../../agent/link/tls-identity.ts'
import { codeOf } from '../../agent/error-code.ts'
import { failed, type Finding, ok } from './finding.ts'

/** The settings, with the content of the files that they name. */
export interface Found {
  readonly settings: AgentSettings
  readonly pems: Pems
}

export function findSettings(path: string): { readonly finding: Finding; readonly found?: Found } {
  try {
    const text = read(path)
    const settings = unlessUnusable(path, () => {
      const settings = readSettings(text)
      brokerAddress(settings.broker)
      return settings
    })
    const found = { settings, pems: pemsOf(settings, dirname(path)) }
    return { finding: ok(`settings: ${path}, light "${settings.light}", broker ${settings.broker}`), found }
  } catch (error) {
    if (!(error instanceof UnusableSettings)) throw error
    const todo =
      'correct the file (docs/lights.md lists every field), or install the light with: npx andon light add <light>'
    return { finding: failed(`settings: ${error.message}`, todo) }
  }
}

/** Throws `UnusableSettings`, which names the file. */
function unlessUnusable(path: string, parse: () => AgentSettings): AgentSettings {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof UnusableSettings || error instanceof UnusableBroker)) throw error
    throw new UnusableSettings(`${path} cannot be used:\n${error.message.replaceAll(/^/gm, '         ')}`)
  }
}

function pemsOf({ certificate, key, ca }: AgentSettings, folder: string): Pems {
  return {
    ...(certificate !== undefined &&
      key !== undefined && { own: { certificate: read(join(folder, certificate)), key: read(join(folder, key)) } }),
    ...(ca !== undefined && { authority: read(join(folder, ca)) }),
  }
}

/** Throws `UnusableSettings`. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = codeOf(error)
    const hint = code === 'EACCES' ? ': put sudo before the command' : ''
    throw new UnusableSettings(`${path} cannot be read (${code})${hint}`)
  }
}
