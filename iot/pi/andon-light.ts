// The command `andon-light` on a Raspberry Pi.
import { Command, InvalidArgumentError, Option } from 'commander'
import { type LampKind, lampKinds, readToken } from '../contract/enrolment.ts'
import { cannotNotify } from '../agent/service/sd-notify.ts'
import { agentVersion } from '../agent/service/version.ts'
import { runDemo } from './demo/command.ts'
import { runDoctor } from './doctor/command.ts'
import { Hindrance } from './hindrance.ts'
import { install } from './install.ts'
import { readProgram } from './program.ts'
import { Stopped } from './stopped.ts'
import { realSystemd } from './systemd.ts'
import { installedSettings, mustBeRoot, piBelow } from './this-pi.ts'
import { update } from './update.ts'

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

andonLight
  .command('doctor')
  .description('look at all that the light needs, light up each lamp, and say what to do')
  .option('--settings <file>', 'of another light than the one that is installed here', installedSettings)
  .action(async ({ settings }: { settings: string }) => {
    process.exitCode = (await runDoctor(settings)) ? 0 : 1
  })

andonLight
  .command('demo')
  .description('show all that the lamp can show; needs no cloud')
  .option('--settings <file>', 'where the lamp is named', installedSettings)
  .option('--terminal', 'draw the lamp here, whichever is wired', false)
  .option('--seconds <number>', 'how long each is shown', secondsIn, 6)
  .option('--once', 'end after the last', false)
  .action(runDemo)

function secondsIn(text: string): number {
  const seconds = Number(text)
  if (seconds >= 1 && seconds <= 3600) return seconds
  throw new InvalidArgumentError('from 1 to 3600.')
}

try {
  await andonLight.parseAsync()
} catch (error) {
  if (error instanceof Stopped) process.exit(130)
  if (!(error instanceof Hindrance)) throw error
  process.stderr.write(`${error.message}\n→ ${error.todo}\n`)
  process.exitCode = 1
}
