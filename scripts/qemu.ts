// `npm run qemu`: our lamp drivers on a real kernel, in an emulated machine whose pins are the kernel's own gpio-sim.
// test/qemu has the stories that are told in there. Where qemu or Debian's packages cannot be had, it says so and
// succeeds; where a story fails, it fails.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { guestFiles } from './qemu/guest-files.ts'
import { initramfs } from './qemu/initramfs.ts'
import { emulator, runMachine } from './qemu/machine.ts'
import { CannotBeHad, fetchParts } from './qemu/packages.ts'

const cache = join(import.meta.dirname, '..', '.cache')
const parts = join(cache, 'qemu')
const verdict = z.object({ name: z.string(), failed: z.string().optional() })

try {
  requireEmulator()
  mkdirSync(cache, { recursive: true })
  const fetching = stopwatch()
  if (fetchParts(parts) === 'fetched') console.log(`qemu: fetched Debian's kernel and programs in ${fetching()}`)
  if (!(await tellStories())) process.exitCode = 1
} catch (error) {
  if (!(error instanceof CannotBeHad)) throw error
  console.log(`qemu: skipped: ${error.message}`)
}

function requireEmulator(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new CannotBeHad('it needs Linux on x64')
  if (spawnSync(emulator, ['--version']).error !== undefined)
    throw new CannotBeHad(`${emulator} not installed (apt install qemu-system-x86)`)
}

/** Whether all stories were told, and well. */
async function tellStories(): Promise<boolean> {
  const running = stopwatch()
  const lines: string[] = []
  const told: z.infer<typeof verdict>[] = []
  await runMachine(join(parts, 'vmlinuz'), initramfs(await guestFiles(parts)), (line) => {
    lines.push(line)
    const said = after('VERDICT ', line)
    if (said === undefined) return
    const { name, failed } = verdict.parse(JSON.parse(said))
    told.push({ name, failed })
    console.log(failed === undefined ? `  ok    ${name}` : `  FAILED ${name}\n${failed}`)
  })

  const find = (what: string) => lines.map((line) => after(what, line)).find((found) => found !== undefined)
  const failed = told.filter((story) => story.failed !== undefined).length
  const isWhole = find('STORIES ') === String(told.length) && find('ENDED ') === 'well'
  if (!isWhole)
    console.log(`${lines.join('\n')}\nqemu: the machine did not tell all stories and end by itself (see above)`)
  console.log(
    `qemu: on Linux ${find('KERNEL ')}: ${told.length - failed} stories passed, ${failed} failed, ${running()}`,
  )
  return isWhole && failed === 0
}

/** What follows on a line that begins so. */
function after(beginning: string, line: string): string | undefined {
  return line.startsWith(beginning) ? line.slice(beginning.length).trim() : undefined
}

function stopwatch(): () => string {
  const began = performance.now()
  return () => `${((performance.now() - began) / 1000).toFixed(1)} s`
}
