import { type Driver, LampTrouble } from '../../agent/drivers/driver.ts'
import { only } from '../../agent/show/pattern.ts'
import { gpioKind } from '../../agent/drivers/gpio-kind.ts'
import { kindOf, type LampSettings } from '../../agent/drivers/lamp-kinds.ts'
import type { LampPart } from '../../agent/drivers/lamp-part.ts'
import type { OpenContact } from '../../agent/cord/contact.ts'
import type { ContactSettings } from '../../agent/service/settings.ts'
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
  const kind = kindOf(lamp)
  const what = `lamp on ${kind.place(lamp)}`
  const todo = `${kind.remedy}; see the wiring in docs/hardware.md`
  let lost: LampTrouble | undefined
  let driver: Driver
  try {
    driver = await open((trouble) => (lost = trouble))
  } catch (error) {
    if (!(error instanceof LampTrouble)) throw error
    return failed(`${what}: ${error.message}`, todo)
  }
  const wired = kind.colours(lamp)
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
    return failed(`${what}: ${error.message}`, `${gpioKind.remedy}; see the wiring in docs/hardware.md`)
  }
}
