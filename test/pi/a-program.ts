import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const source = join(import.meta.dirname, '../../iot/pi')

/** As an archive unpacks, but with a program that does nothing. */
export function aProgram(folder: string, version: string): { readonly folder: string; readonly version: string } {
  mkdirSync(join(folder, 'node_modules/koffi'), { recursive: true })
  for (const name of ['andon-light.service', 'andon-light-fall-back.service', 'andon-light.sysusers'])
    copyFileSync(join(source, name), join(folder, name))
  copyFileSync(join(source, 'fall-back.sh'), join(folder, 'fall-back'))
  writeFileSync(join(folder, 'node_modules/koffi/package.json'), '{}')
  writeFileSync(join(folder, 'agent.mjs'), '')
  writeFileSync(join(folder, 'andon-light'), '#!/bin/sh\n', { mode: 0o755 })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'andon-light', version }))
  return { folder, version }
}
