import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Disk } from './disk.ts'
import { installed, type Places } from './places.ts'
import type { Program } from './program.ts'

/**
 * Places the units and enables them. The service's unit is a link into the version in use, so that going back to another
 * version also goes back to its unit. The fall-back script is a copy: it must work when the version does not.
 */
export async function placeUnits(disk: Disk, places: Places, program: Program): Promise<void> {
  await placeFallBack(disk, places, program)
  await disk.write(places.groups, await readFile(join(program.folder, 'andon-light.sysusers')), 0o644)
  await disk.link(places.unit, installed.unit)
  await disk.link(places.command, installed.command)
  await disk.link(places.wanted('andon-light.service'), '../andon-light.service')
}

/** Only from a version that has run well. */
export async function placeFallBack(disk: Disk, places: Places, { folder }: Program): Promise<void> {
  await disk.write(places.fallBack, await readFile(join(folder, 'fall-back')), 0o755)
  await disk.write(places.fallBackUnit, await readFile(join(folder, 'andon-light-fall-back.service')), 0o644)
  await disk.link(places.wanted('andon-light-fall-back.service'), '../andon-light-fall-back.service')
}

/** If the agent cannot send to systemd, systemd must not wait for it. */
export async function placeNotification(disk: Disk, places: Places, canNotify: boolean): Promise<void> {
  if (canNotify) await disk.remove(places.withoutNotify)
  else await disk.write(places.withoutNotify, '[Service]\nType=exec\nWatchdogSec=0\n', 0o644)
}
