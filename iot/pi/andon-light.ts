// The command `andon-light` on a Raspberry Pi.
import { Command, InvalidArgumentError, Option } from 'commander'
import { type LampKind, lampKinds, readToken } from '../contract/enrolment.ts'
import { cannotNotify } from '../agent/service/sd-notify.ts'
import { endInWords } from '../agent/service/unexpected-errors.ts'
import { agentVersion } from '../agent/service/version.ts'
import { runDemo } from './demo/command.ts'
import { runDoctor } from './doctor/command.ts'
import { PiFailure } from './failure.ts'
import { install } from './install.ts'
import { readProgram } from './program.ts'
import { Stopped } from './stopped.ts'
import { realSystemd } from './systemd.ts'
import { installedSettings, mustBeRoot, piBelow } from './this-pi.ts'
import { update } from './update.ts'

const andonLight = new Command('andon-light')
  .description('An Andon light on this Raspberry Pi')
  .version(agentVersion())
  .showHelpAfterError()

andonLight
  .command('install')
  .description('make this Pi an Andon light; after an interruption, run it again: it goes on from there')
  .argument('<token>', 'the token that npx andon light add <light> prints')
  .addOption(new Option('--lamp <driver>', 'the kind of lamp that is wired to this Pi').choices(lampKinds))
  .option('--root <folder>', 'prepare the SD card that is mounted there', '/')
  .option('--no-start', 'do not start it now')
  .action(async (pasted: string, { lamp, root, start }: { lamp?: LampKind; root: string; start: boolean }) => {
    if (root === '/') mustBeRoot()
    const read = readToken(pasted)
    if (read.kind === 'not-a-token')
      throw new PiFailure(
        `the token is not valid: ${read.why}`,
        'paste the whole line that npx andon light add printed',
      )
    const program = await readProgram(import.meta.dirname)
    const canNotify = root !== '/' || cannotNotify() === undefined
    await install(piBelow(root), { token: read.enrolment, lamp, program, canNotify, isToStart: start })
  })

andonLight
  .command('update')
  .description('install this version; if it does not run well, the old one comes back')
  .action(async () => {
    mustBeRoot()
    await update({ ...piBelow('/'), systemd: realSystemd }, await readProgram(import.meta.dirname))
  })

andonLight
  .command('doctor')
  .description('check everything the light needs, light up each lamp, and say what to do')
  .option('--settings <file>', 'the settings to check', installedSettings)
  .action(async ({ settings }: { settings: string }) => {
    process.exitCode = (await runDoctor(settings)) ? 0 : 1
  })

andonLight
  .command('demo')
  .description('show every state on the lamp; needs no cloud')
  .option('--settings <file>', 'the settings with the lamp', installedSettings)
  .option('--terminal', 'draw the lamp in this terminal', false)
  .option('--seconds <number>', 'how long to show each state', secondsIn, 6)
  .option('--once', 'end after the last state', false)
  .action(runDemo)

function secondsIn(text: string): number {
  const seconds = Number(text)
  if (seconds >= 1 && seconds <= 3600) return seconds
  throw new InvalidArgumentError('Give a number from 1 to 3600.')
}

endInWords()
try {
  await andonLight.parseAsync()
} catch (error) {
  if (error instanceof Stopped) process.exit(130)
  if (!(error instanceof PiFailure)) throw error
  process.stderr.write(`${error.message}\n→ ${error.remedy}\n`)
  process.exitCode = 1
}
