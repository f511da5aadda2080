import { accessSync, constants } from 'node:fs'
import { delimiter, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { motoVersion } from './peer-versions.ts'

/**
 * `describe` where these real programs are installed. Without them the stories are skipped with a printed reason, or
 * fail when ANDON_REQUIRE_PEERS=1, as they do where it is decided what lands. Only looks for them, for many files ask, and
 * a moto server needs three seconds just to say its version.
 * @param from the Debian packages that they come in
 * @param how to install them, where not by `apt install`
 */
export function whereInstalled(
  programs: readonly string[],
  from: string,
  how = `apt install ${from}`,
): (name: string, stories: () => void) => void {
  const missing = programs.filter((program) => !isInstalled(program))
  if (missing.length === 0) return describe
  const reason = `${missing.join(', ')} not installed (${how})`
  if (process.env['ANDON_REQUIRE_PEERS'] === '1') throw new Error(reason)
  return (name, stories) => {
    process.stderr.write(`skipped: ${name}: ${reason}\n`)
    describe.skip(name, stories)
  }
}

function isInstalled(program: string): boolean {
  // A path stays itself, whatever it is resolved against.
  const file = process.platform === 'win32' ? `${program}.exe` : program
  const places = (process.env['PATH'] ?? '').split(delimiter).map((folder) => resolve(folder, file))
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

export const withMosquitto = whereInstalled(['mosquitto_pub', 'mosquitto_sub'], 'mosquitto-clients')

export const motoServer = fileURLToPath(new URL('../../../.cache/moto/bin/moto_server', import.meta.url))
export const withMoto = whereInstalled(
  [motoServer],
  'moto',
  `python3 -m venv .cache/moto && .cache/moto/bin/pip install 'moto[server]==${motoVersion}'`,
)
