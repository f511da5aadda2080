// The lamp's own process, on a Raspberry Pi or a laptop. `command-line.ts` tells what it takes.
import { startAgent } from './agent.ts'
import { brokerAddress, UnusableBroker } from './broker-address.ts'
import { type CommandLine, readCommandLine, usage, UsageError } from './command-line.ts'
import { lampOutput } from './lamp-output.ts'
import { agentVersion } from './version.ts'

try {
  run(readCommandLine(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof UsageError || error instanceof UnusableBroker)) throw error
  console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : error.message)
  process.exitCode = 2
}

function run({ broker, lights, driver }: CommandLine): void {
  // Before anything is drawn over.
  brokerAddress(broker)
  const version = agentVersion()
  const output = lampOutput(driver, process.stdout)
  process.once('exit', () => output.close())
  const agents = lights.map((light) =>
    startAgent({ broker, light, version, driver: output.driverFor(light), log: output.log }),
  )

  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    const farewells = await Promise.allSettled(agents.map((agent) => agent.close()))
    output.close()
    for (const farewell of farewells)
      if (farewell.status === 'rejected') console.error(`the broker went away before us: ${farewell.reason}`)
    process.exit()
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => void stop())
  // Whoever started us is gone, or nobody reads our output any more.
  process.once('disconnect', () => void stop())
  process.stdout.once('error', () => void stop())
}
