import { parseArgs } from 'node:util'
import { namePattern } from '../contract/topics.ts'

export const usage = `Usage: node iot/agent/main.ts --broker <address> --light <name> [--light <name> …] [--driver terminal|plain]

  --broker   mqtts://host:port, or mqtt:// to this machine, e.g. mqtt://127.0.0.1:1883
  --light    a light's name, as in andon.config.ts; once for each light
  --driver   terminal draws the lamps (the default on a terminal), plain prints a line for each change`

export interface CommandLine {
  readonly broker: string
  readonly lights: readonly string[]
  /** Without it, whatever suits the output. */
  readonly driver: DriverName | undefined
}
const driverNames = ['terminal', 'plain'] as const
export type DriverName = (typeof driverNames)[number]

/** The command line cannot be understood; the message names what is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** @param args without the program's own name. Throws `UsageError` */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { broker, light: lights = [], driver } = parse(args)
  if (broker === undefined) throw new UsageError('--broker is missing')
  if (lights.length === 0) throw new UsageError('--light is missing')
  const misnamed = lights.find((light) => !namePattern.test(light))
  if (misnamed !== undefined)
    throw new UsageError(`--light "${misnamed}": a name is made of a-z, 0-9 and -, at most 32`)
  const twice = lights.find((light, at) => lights.indexOf(light) !== at)
  if (twice !== undefined) throw new UsageError(`--light ${twice} is there twice; the two would cut each other off`)
  if (driver === undefined) return { broker, lights, driver }
  const known = driverNames.find((name) => name === driver)
  if (known === undefined) throw new UsageError(`--driver "${driver}" is not known, only ${driverNames.join(' and ')}`)
  return { broker, lights, driver: known }
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        broker: { type: 'string' },
        light: { type: 'string', multiple: true },
        driver: { type: 'string' },
      },
    })
    return values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
