import type { WriteStream } from 'node:tty'
import type { DriverName } from '../service/command-line.ts'
import type { Driver } from './driver.ts'
import { plainDriver } from './plain.ts'
import { TerminalScreen } from './terminal.ts'

/** Where this process draws its lamps, and writes lines for the operator. */
export interface LampOutput {
  readonly driverFor: (light: string) => Driver
  /** Writes one line for the operator, without disturbing the lamps. */
  readonly log: (line: string) => void
  readonly close: () => void
}

/** Draws on a terminal; writes plain lines to anything else. */
export function lampOutput(wanted: DriverName | undefined, out: WriteStream): LampOutput {
  if (wanted !== 'plain' && out.isTTY) {
    const screen = new TerminalScreen(out)
    return {
      driverFor: (light) => screen.addLight(light),
      log: (line) => screen.note(line),
      close: () => screen.close(),
    }
  }
  return {
    driverFor: (light) => plainDriver(light, (line) => void out.write(`${line}\n`)),
    log: (line) => console.error(line),
    close: () => {},
  }
}
