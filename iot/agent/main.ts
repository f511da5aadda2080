// The agent's process, on a Raspberry Pi or a laptop. `service/command-line.ts` has its usage.
import { type Agent, startAgent } from './agent.ts'
import { brokerAddress, UnusableBroker } from './link/broker-address.ts'
import { machineClock } from './clock/clock.ts'
import { type CommandLine, readCommandLine, usage, UsageError } from './service/command-line.ts'
import { LampTrouble } from './drivers/driver.ts'
import { wiredContact } from './cord/contact.ts'
import { kindOf } from './drivers/lamp-kinds.ts'
import { type LampOutput, lampOutput } from './drivers/lamp-output.ts'
import { lampPart, lampThere } from './drivers/lamp-part.ts'
import { UnusableSettings } from './service/settings.ts'
import { readSettingsFile } from './service/settings-file.ts'
import { endInWords } from './service/unexpected-errors.ts'
import { agentVersion } from './service/version.ts'
import { superviseFor } from './service/watchdog.ts'

/** Why this process ended. After `settings`, systemd does not start it again. */
const exitCodes = { usage: 2, settings: 78 }

endInWords()
try {
  const commandLine = readCommandLine(process.argv.slice(2))
  if (commandLine.kind === 'lights') runLights(commandLine)
  else if (commandLine.isDark) await darken(commandLine.file)
  else runSettings(commandLine)
} catch (error) {
  if (!(error instanceof UsageError || error instanceof UnusableBroker || error instanceof UnusableSettings))
    throw error
  console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : error.message)
  process.exitCode = error instanceof UnusableSettings ? exitCodes.settings : exitCodes.usage
}

/** One light, with the lamps and contacts in its settings. */
function runSettings({ file, state }: Extract<CommandLine, { kind: 'settings' }>): void {
  const { settings, identity } = readSettingsFile(file)
  const { light, lamps, cord, mute } = settings
  const output = outputFor(lamps.some(({ driver }) => driver === 'terminal') ? 'terminal' : 'plain')
  const agent = startAgent({
    ...settings,
    lamps: lamps.map((lamp) => lampPart(lamp, light, output, machineClock)),
    cord: cord && wiredContact(cord),
    mute: mute && wiredContact(mute),
    // systemd may name several: the first is ours.
    state: state ?? process.env['STATE_DIRECTORY']?.split(':', 1)[0],
    version: agentVersion(),
    identity,
    log: output.log,
  })
  const supervision = superviseFor(process.env, { ...agent, clock: machineClock, log: output.log })
  runUntilStopped([agent], output, () => supervision.stop())
}

/** Raspberry Pi OS keeps the pins of a killed process as they were: they must not go on showing "calm". */
async function darken(file: string): Promise<void> {
  const { settings } = readSettingsFile(file)
  const output = outputFor('plain')
  for (const lamp of settings.lamps) {
    if (!kindOf(lamp).staysLit) continue
    try {
      // Each driver makes its lamp dark when it opens and when it closes.
      const driver = await lampPart(lamp, settings.light, output, machineClock).open(() => {})
      driver.close()
    } catch (error) {
      if (!(error instanceof LampTrouble)) throw error
      console.error(`${lamp.driver}: ${error.message}`)
    }
  }
}

/** Any number of lights, drawn or written on this process's output. */
function runLights({ broker, lights, driver }: Extract<CommandLine, { kind: 'lights' }>): void {
  // Before the drawing covers the error.
  brokerAddress(broker)
  const version = agentVersion()
  const output = outputFor(driver)
  const agents = lights.map((light) =>
    startAgent({
      broker,
      light,
      version,
      lamps: [lampThere('screen', output.driverFor(light))],
      log: output.log,
    }),
  )
  runUntilStopped(agents, output)
}

function outputFor(driver: 'terminal' | 'plain' | undefined): LampOutput {
  const output = lampOutput(driver, process.stdout)
  process.once('exit', () => output.close())
  return output
}

function runUntilStopped(agents: readonly Agent[], output: LampOutput, onStop = () => {}): void {
  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    onStop()
    const farewells = await Promise.allSettled(agents.map((agent) => agent.close()))
    output.close()
    for (const farewell of farewells)
      if (farewell.status === 'rejected')
        console.error(`the broker hung up before the agent had said goodbye: ${farewell.reason}`)
    process.exit()
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void stop())
  // The process that started us is gone, or nobody reads our output any more.
  process.once('disconnect', () => void stop())
  process.stdout.once('error', () => void stop())
}
