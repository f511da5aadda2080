// `npm run qemu`: our lamp drivers on a real kernel, in an emulated machine whose pins are the kernel's own gpio-sim.
// test/qemu has the stories that run in there. Where qemu or Debian's packages are missing, it says so and
// succeeds, but fails with ANDON_REQUIRE_PEERS=1; where a story fails, it fails.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { guestFiles, koffi } from './qemu/guest-files.ts'
import { initramfs } from './qemu/initramfs.ts'
import { emulator, runMachine } from './qemu/machine.ts'
import { CannotBeHad, fetchParts } from './qemu/packages.ts'

const cache = join(import.meta.dirname, '..', '.cache')
const parts = join(cache, 'qemu')
const verdict = z.object({ name: z.string(), failed: z.string().optional() })
type Verdict = z.infer<typeof verdict>

try {
  requirePeers()
  mkdirSync(cache, { recursive: true })
  const fetching = stopwatch()
  if (fetchParts(parts) === 'fetched') console.log(`qemu: fetched Debian's kernel and programs in ${fetching()}`)
  const running = stopwatch()
  const told = await tellStories()
  const failed = told.filter((story) => story.failed !== undefined).length
  console.log(`qemu: ${told.length} stories, ${failed} failed, ${running()}`)
  if (failed > 0) process.exitCode = 1
} catch (error) {
  if (!(error instanceof CannotBeHad)) throw error
  console.log(`qemu: not run: ${error.message}`)
  if (process.env['ANDON_REQUIRE_PEERS'] === '1') process.exitCode = 1
}

function requirePeers(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new CannotBeHad('it needs Linux on x64')
  if (spawnSync(emulator, ['--version']).error !== undefined)
    throw new CannotBeHad(`${emulator} is not installed (apt install qemu-system-x86)`)
  if (!existsSync(koffi)) throw new CannotBeHad('the optional package koffi is not installed (npm ci)')
}

async function tellStories(): Promise<readonly Verdict[]> {
  const lines: string[] = []
  const told: Verdict[] = []
  const take = (story: Verdict) => {
    told.push(story)
    console.log(story.failed === undefined ? `  ok    ${story.name}` : `  FAILED ${story.name}\n${story.failed}`)
  }
  await runMachine(join(parts, 'vmlinuz'), initramfs(await guestFiles(parts)), (line) => {
    lines.push(line)
    const kernel = after('KERNEL ', line)
    if (kernel !== undefined) console.log(`qemu: Linux ${kernel}`)
    const said = after('VERDICT ', line)
    if (said !== undefined) take(verdict.parse(JSON.parse(said)))
  })

  const isWhole = lines.includes(`STORIES ${told.length}`) && lines.includes('ENDED well')
  if (!isWhole) take({ name: 'tells all its stories and ends by itself', failed: lines.join('\n') })
  return told
}

/** What follows on a line that begins so. */
function after(beginning: string, line: string): string | undefined {
  return line.startsWith(beginning) ? line.slice(beginning.length).trim() : undefined
}

function stopwatch(): () => string {
  const began = performance.now()
  return () => `${((performance.now() - began) / 1000).toFixed(1)} s`
}
