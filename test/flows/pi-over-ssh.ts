import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { node20 } from '../pi/node-20.ts'

export interface PiOverSsh {
  /** The settings' file. */
  readonly settings: string
  /** The command `andon-light`, as it was installed. */
  readonly command: () => string
  /** Where its programs are. */
  readonly PATH: string
  /** Takes itself off the network. */
  readonly end: () => void
}

/**
 * Has every `ssh` of this process lead to a Pi: a folder of this machine in which commands run, with Node 20, curl and
 * Debian's own programs. Its lamp writes what it shows; its root is the folder.
 */
export function aPiOverSsh(): PiOverSsh {
  const pi = mkdtempSync(join(tmpdir(), 'andon-ssh-pi-'))
  const [bin, network] = [join(pi, 'bin'), join(pi, 'network')]
  const etc = join(pi, 'etc/andon-light')
  for (const folder of [bin, network, etc]) mkdirSync(folder, { recursive: true })
  const settings = join(etc, 'settings.json')
  writeFileSync(settings, '{ "lamp": { "driver": "plain" } }')
  const PATH = [bin, dirname(node20), '/usr/bin', '/bin'].join(delimiter)
  const program = (folder: string, name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  // Nobody is root here, so what would be installed into / goes into the folder.
  program(bin, 'sudo', `exec "$@" --root '${pi}'`)
  program(
    network,
    'ssh',
    `[ "$1" = -t ] && shift; cd '${pi}' && HOME='${pi}' PATH='${PATH}' exec sh -c "$2" >>log 2>&1`,
  )
  const before = process.env['PATH']
  process.env['PATH'] = [network, before].join(delimiter)
  return {
    settings,
    command() {
      const versions = join(pi, 'opt/andon-light/versions')
      return join(versions, readdirSync(versions)[0]!, 'andon-light')
    },
    PATH,
    end() {
      process.env['PATH'] = before
      rmSync(pi, { recursive: true })
    },
  }
}
