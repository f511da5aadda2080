import { type Driver, LampTrouble } from '../../agent/drivers/driver.ts'
import { type Colour, colours, only } from '../../agent/show/pattern.ts'
import type { LampPart } from '../../agent/drivers/lamp-part.ts'
import type { OpenContact } from '../../agent/cord/contact.ts'
import type { ContactSettings, LampSettings } from '../../agent/service/settings.ts'
import { failed, type Finding, ok } from './finding.ts'

/** How long each colour is lit: far slower than three flashes a second. Milliseconds. */
const burns = 1000

export interface Sweep {
  /** Ends early if the doctor is stopped. @param ms milliseconds */
  readonly pause: (ms: number) => Promise<void>
  /** Takes a line for the person who looks at the lamp. */
  readonly say: (line: string) => void
}

/** Whether the lamp works. Lights up each of its colours in turn, then leaves it dark. */
export async function findLamp(lamp: LampSettings, { open }: LampPart, { pause, say }: Sweep): Promise<Finding> {
  const what = `lamp on ${placeOf(lamp)}`
  const todo = `${remedies[lamp.driver]}; see the wiring in docs/hardware.md`
  let lost: LampTrouble | undefined
  let driver: Driver
  try {
    driver = await open((trouble) => (lost = trouble))
  } catch (error) {
    if (!(error instanceof LampTrouble)) throw error
    return failed(`${what}: ${error.message}`, todo)
  }
  const wired = coloursOf(lamp)
  try {
    say(`         look at the lamp: ${wired.join(', ')}, one second each`)
    for (const colour of wired) {
      driver.show(only(colour), { state: 'test', acknowledged: false, line: 'doctor', reasons: [colour] })
      await pause(burns)
    }
  } finally {
    driver.close()
  }
  return lost === undefined
    ? ok(`${what}: takes commands. Did ${wired.join(', ')} light up, in this order?`)
    : failed(`${what}: ${lost.message}`, todo)
}

/** Whether we can listen to a contact. Nobody has to press it. */
export async function findContact(name: string, { line }: ContactSettings, open: OpenContact): Promise<Finding> {
  const what = `${name} on GPIO ${line}`
  try {
    const contact = await open(
      () => {},
      () => {},
    )
    contact.close()
    return ok(`${what}: works; to try a press, run andon-light demo`)
  } catch (error) {
    if (!(error instanceof LampTrouble)) throw error
    return failed(`${what}: ${error.message}`, `${remedies.gpio}; see the wiring in docs/hardware.md`)
  }
}

function placeOf(lamp: LampSettings): string {
  switch (lamp.driver) {
    case 'gpio':
      return `chip and pins (${coloursOf(lamp)
        .map((colour) => `${colour} ${lamp[colour]}`)
        .join(', ')})`
    case 'apa102':
      return lamp.spi === undefined ? `pins (data ${lamp.data}, clock ${lamp.clock})` : `SPI (${lamp.spi})`
    case 'usb-tower':
      return `a serial port (${lamp.port ?? 'the only one'})`
    case 'page':
      return `a page (port ${lamp.port})`
    case 'terminal':
    case 'plain':
      return 'the output'
  }
}

/** The colours that the lamp has itself. */
function coloursOf(lamp: LampSettings): readonly Colour[] {
  if (lamp.driver === 'usb-tower') return ['red', 'yellow', 'green']
  return lamp.driver === 'gpio' ? colours.filter((colour) => lamp[colour] !== undefined) : colours
}

const remedies: Record<LampSettings['driver'], string> = {
  gpio: 'compare chip and pins in the settings with the output of gpiodetect and gpioinfo',
  apa102: 'compare spi, or data and clock, in the settings with the output of ls /dev/spidev* and gpioinfo',
  'usb-tower': 'plug the tower in, and check with: ls -l /dev/serial/by-id',
  page: 'choose another port in the settings, or stop the program that uses it; find it with: sudo ss -ltnp',
  terminal: 'choose a lamp in the settings',
  plain: 'choose a lamp in the settings',
}
