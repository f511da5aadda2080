import { parseArgs } from 'node:util'
import { namePattern } from '../../contract/topics.ts'

export const usage = `Usage: node iot/agent/main.ts --settings <file> [--state <folder> | --dark]
       node iot/agent/main.ts --broker <address> --light <name> [--light <name> …] [--driver terminal|plain]

  --settings the file that andon-light install writes: one light and what is wired to this machine
  --state    the folder that keeps pulls until they are sent; $STATE_DIRECTORY by default, which systemd sets
  --dark     makes the lamps dark and ends: to clean up after an agent that was killed

  --broker   mqtts://host:port, or mqtt:// to this machine, e.g. mqtt://127.0.0.1:1883
  --light    a light's name, as in andon.config.ts; repeat it for more lights
  --driver   terminal draws the lamps (the default on a terminal), plain prints a line for each change`

export type CommandLine =
  | { readonly kind: 'settings'; readonly file: string; readonly state: string | undefined; readonly isDark: boolean }
  | {
      readonly kind: 'lights'
      readonly broker: string
      readonly lights: readonly string[]
      /** Without it, the one that suits the output. */
      readonly driver: DriverName | undefined
    }
const driverNames = ['terminal', 'plain'] as const
export type DriverName = (typeof driverNames)[number]

/** The command line is wrong; the message says where. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** @param args without the program's own name. Throws `UsageError` */
export function readCommandLine(args: readonly string[]): CommandLine {
  const { settings, state, dark, ...others } = parse(args)
  if (settings === undefined) {
    if (state !== undefined || dark) throw new UsageError('--state and --dark work only with --settings')
    return readLights(others)
  }
  const [extra] = Object.keys(others)
  if (extra !== undefined) throw new UsageError(`--${extra} does not work with --settings: set it in the file`)
  return { kind: 'settings', file: settings, state, isDark: dark === true }
}

function readLights({ broker, light: lights = [], driver }: Omit<Values, 'settings' | 'state' | 'dark'>): CommandLine {
  if (broker === undefined) throw new UsageError('--broker is missing')
  if (lights.length === 0) throw new UsageError('--light is missing')
  const misnamed = lights.find((light) => !namePattern.test(light))
  if (misnamed !== undefined)
    throw new UsageError(`--light "${misnamed}": a name has only a-z, 0-9 and -, and at most 32 characters`)
  const twice = lights.find((light, at) => lights.indexOf(light) !== at)
  if (twice !== undefined)
    throw new UsageError(`--light ${twice} is given twice: the broker lets in only one at a time. Remove one`)
  const known = driverNames.find((name) => name === driver)
  if (driver !== undefined && known === undefined)
    throw new UsageError(`unknown driver "${driver}": --driver takes ${driverNames.join(' or ')}`)
  return { kind: 'lights', broker, lights, driver: known }
}

type Values = ReturnType<typeof parse>

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        settings: { type: 'string' },
        state: { type: 'string' },
        dark: { type: 'boolean' },
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
