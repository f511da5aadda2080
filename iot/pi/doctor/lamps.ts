import { type Driver, LampTrouble } from '../../agent/drivers/driver.ts'
import { type LampColour, lamps as colours, only } from '../../agent/show/pattern.ts'
import type { LampPart } from '../../agent/drivers/lamp-part.ts'
import type { OpenContact } from '../../agent/cord/keep-contact.ts'
import type { ContactSettings, LampSettings } from '../../agent/service/settings.ts'
import { failed, type Finding, ok } from './finding.ts'

/** How long each lamp burns: far from the three flashes a second that are too many. Milliseconds. */
const burns = 1000

export interface Sweep {
  /** Ends early when the whole is to end. @param ms milliseconds */
  readonly pause: (ms: number) => Promise<void>
  /** Takes a line for whoever looks at the lamp. */
  readonly say: (line: string) => void
}

/** Whether the lamp is there; and lights up each of its lamps in turn. Leaves it dark. */
export async function findLamp(lamp: LampSettings, { open }: LampPart, { pause, say }: Sweep): Promise<Finding> {
  const what = `lamp on ${placeOf(lamp)}`
  const todo = `${remedies[lamp.driver]}; docs/hardware.md shows the wiring`
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
    say(`         look at the lamp: ${wired.join(', ')}, a second each`)
    for (const colour of wired) {
      driver.show(only(colour), { state: 'test', acknowledged: false, line: 'doctor', reasons: [colour] })
      await pause(burns)
    }
  } finally {
    driver.close()
  }
  return lost === undefined
    ? ok(`${what}: takes what it is told: did ${wired.join(', ')} light up, in this order?`)
    : failed(`${what}: ${lost.message}`, todo)
}

/** Whether a contact can be listened to. It asks nobody to press it. */
export async function findContact(name: string, { line }: ContactSettings, open: OpenContact): Promise<Finding> {
  const what = `${name} on GPIO ${line}`
  try {
    const contact = await open(
      () => {},
      () => {},
    )
    contact.close()
    return ok(`${what}: can be listened to; andon-light demo shows what is pressed`)
  } catch (error) {
    if (!(error instanceof LampTrouble)) throw error
    return failed(`${what}: ${error.message}`, `${remedies.gpio}; docs/hardware.md shows the wiring`)
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
      return `a serial port (${lamp.port ?? 'the one that is there'})`
    case 'page':
      return `a page (port ${lamp.port})`
    case 'terminal':
    case 'plain':
      return 'the output'
  }
}

/** Those that the lamp has itself. */
function coloursOf(lamp: LampSettings): readonly LampColour[] {
  if (lamp.driver === 'usb-tower') return ['red', 'yellow', 'green']
  return lamp.driver === 'gpio' ? colours.filter((colour) => lamp[colour] !== undefined) : colours
}

const remedies: Record<LampSettings['driver'], string> = {
  gpio: 'compare chip and pins in the settings with gpiodetect and gpioinfo',
  apa102: 'compare spi, or data and clock, in the settings with ls /dev/spidev* and gpioinfo',
  'usb-tower': 'plug the tower in, and see ls -l /dev/serial/by-id',
  page: 'choose another port in the settings, or end what has it: sudo ss -ltnp',
  terminal: 'choose a lamp in the settings',
  plain: 'choose a lamp in the settings',
}
