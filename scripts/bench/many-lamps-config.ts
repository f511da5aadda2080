import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const lineNames = Array.from({ length: 50 }, (_, n) => `line-${String(n).padStart(2, '0')}`)
const lampsPerLine = 20

/** Every light of the config, with the line that it shows. */
export const lampNames = lineNames.flatMap((line) => Array.from({ length: lampsPerLine }, (_, n) => `${line}-${n}`))

/** Writes a config of 50 lines with 20 lights each. @returns its path */
export async function writeConfig(root: string): Promise<string> {
  const folder = join(root, '.cache', 'bench')
  await mkdir(folder, { recursive: true })
  const lines = lineNames.map((line) => [
    line,
    { title: line, alarms: { alarmName: [{ prefix: `${line}-` }] }, channels: [] },
  ])
  const lights = lampNames.map((lamp) => [lamp, { shows: [lamp.slice(0, lineNames[0]?.length)] }])
  const config = {
    lines: Object.fromEntries(lines),
    platform: lineNames[0],
    channels: {},
    lights: Object.fromEntries(lights),
    cords: {},
    playbooks: {},
  }
  const file = join(folder, 'andon.config.ts')
  await writeFile(file, `export default ${JSON.stringify(config)}\n`)
  return file
}
