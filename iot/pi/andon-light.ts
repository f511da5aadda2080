// The command `andon-light` on a Raspberry Pi.
import { Command, Option } from 'commander'
import { type LampKind, lampKinds, readToken } from '../contract/enrolment.ts'
import { realClock } from '../agent/clock.ts'
import { cannotNotify } from '../agent/sd-notify.ts'
import { agentVersion } from '../agent/version.ts'
import { realDisk } from './disk.ts'
import { Hindrance } from './hindrance.ts'
import { install } from './install.ts'
import type { Pi } from './pi.ts'
import { placesBelow } from './places.ts'
import { readProgram } from './program.ts'
import { realSystemd } from './systemd.ts'
import { update } from './update.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Below another root there is no systemd of ours to speak to. */
const piBelow = (root: string): Pi => ({
  disk: realDisk,
  places: placesBelow(root),
  systemd: root === '/' ? realSystemd : undefined,
  clock: realClock,
  say,
})

const andonLight = new Command('andon-light')
  .description('A light of Andon, on this Raspberry Pi')
  .version(agentVersion())
  .showHelpAfterError()

andonLight
  .command('install')
  .description('make this Pi a light; can be repeated, and goes on from wherever it was interrupted')
  .argument('<token>', 'from: npx andon light add <light>')
  .addOption(new Option('--lamp <driver>', 'the lamp that is wired to it').choices(lampKinds))
  .option('--root <folder>', 'prepare the card that is mounted there instead', '/')
  .option('--no-start', 'do not start it now')
  .action(async (pasted: string, { lamp, root, start }: { lamp?: LampKind; root: string; start: boolean }) => {
    if (root === '/') mustBeRoot()
    const read = readToken(pasted)
    if (read.kind === 'not-a-token')
      throw new Hindrance(`that is no token: ${read.why}`, 'paste the whole line that andon light add printed')
    const program = await readProgram(import.meta.dirname)
    const canNotify = root !== '/' || cannotNotify() === undefined
    await install(piBelow(root), { token: read.enrolment, lamp, program, canNotify, isToStart: start })
  })

andonLight
  .command('update')
  .description('put this version in place of the one that runs; if it does not run well, the old one comes back')
  .action(async () => {
    mustBeRoot()
    await update({ ...piBelow('/'), systemd: realSystemd }, await readProgram(import.meta.dirname))
  })

function mustBeRoot(): void {
  if (process.getuid?.() !== 0) throw new Hindrance('only root may do that', 'put sudo before the command')
}

try {
  await andonLight.parseAsync()
} catch (error) {
  if (!(error instanceof Hindrance)) throw error
  process.stderr.write(`${error.message}\n→ ${error.todo}\n`)
  process.exitCode = 1
}
