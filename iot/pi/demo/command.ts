import { existsSync, readFileSync } from 'node:fs'
import { wiredContact } from '../../agent/cord/contact.ts'
import { lampOutput } from '../../agent/drivers/lamp-output.ts'
import { lampPart } from '../../agent/drivers/lamp-part.ts'
import { readSettings, type AgentSettings, UnusableSettings } from '../../agent/service/settings.ts'
import { PiFailure } from '../failure.ts'
import { withServiceAside } from '../service-aside.ts'
import { installedSettings, mustBeRoot, piBelow, say, serviceOf, stopSignal } from '../this-pi.ts'
import { demo } from './demo.ts'
import { keysInWords, listenToKeys } from './keys.ts'

export interface DemoChoice {
  readonly settings: string
  /** Draws the lamp in this terminal, whatever the settings say. */
  readonly terminal: boolean
  readonly seconds: number
  readonly once: boolean
}

/** Shows every state on the lamp in the settings, or in this terminal. Rejects with `Failure`. */
export async function runDemo({ settings: file, terminal, seconds, once }: DemoChoice): Promise<void> {
  const { lamps, cord, mute, buzzer } = terminal ? drawn : readOrDrawn(file)
  const isDrawn = lamps.some(({ driver }) => driver === 'terminal')
  const output = lampOutput(isDrawn ? 'terminal' : 'plain', process.stdout)
  process.once('exit', () => output.close())
  const tell = isDrawn && process.stdout.isTTY ? (line: string) => output.log(`${line} (${keysInWords})`) : say
  if (tell === say && process.stdin.isTTY) say(keysInWords)

  const systemd = isDrawn ? undefined : serviceOf(file)
  if (systemd !== undefined) mustBeRoot()
  const pi = { ...piBelow('/'), systemd }
  await withServiceAside(pi, () =>
    demo({
      lamps: lamps.map((lamp) => lampPart(lamp, 'demo', output, pi.clock)),
      cord: cord && wiredContact(cord),
      mute: mute && wiredContact(mute),
      buzzer,
      each: seconds * 1000,
      once,
      clock: pi.clock,
      say: tell,
      listenToKeys: (onKey) => listenToKeys(process.stdin, onKey),
      stop: stopSignal(),
    }),
  )
}

type Wired = Pick<AgentSettings, 'lamps' | 'cord' | 'mute' | 'buzzer'>
const drawn: Wired = { lamps: [{ driver: 'terminal' }], buzzer: { quiet: [], muteHours: 2 } }

/** If no light is installed, draws the lamp. */
function readOrDrawn(file: string): Wired {
  if (file === installedSettings && !existsSync(file)) return drawn
  try {
    return readSettings(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof UnusableSettings)
      throw new PiFailure(
        `${file} cannot be used: ${error.message}`,
        'correct the file, or draw the lamp here with --terminal',
      )
    throw new PiFailure(
      `${file} cannot be read`,
      'give another file with --settings, or draw the lamp here with --terminal',
    )
  }
}
