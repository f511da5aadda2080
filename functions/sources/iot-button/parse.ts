import { buttonPress } from '../../../iot/contract/cord-pull.ts'
import type { ParsedPull } from '../../domain/parsed-message.ts'
import { unwrapped } from '../wrapped-message.ts'

/** A message on `iotbutton/<serial>`. Throws `Unusable` or `ZodError`. */
export function fromButtonMessage(message: unknown): ParsedPull {
  const { topic, arrived, said } = unwrapped(message)
  const { serialNumber: serial, clickType: click, batteryVoltage } = buttonPress.parse(said)
  return {
    kind: 'pull',
    id: `${topic} ${arrived} ${click}`,
    from: { kind: 'button', serial },
    click,
    by: `button ${serial}`,
    via: 'cord',
    at: arrived,
    ...battery(batteryVoltage),
  }
}

/** "2000mV" or "2000 mV"; any other text of a clone is ignored. */
function battery(voltage: string | undefined): Pick<ParsedPull, 'millivolts'> {
  const digits = /^(\d{1,5}) ?mV$/.exec(voltage ?? '')?.[1]
  return digits === undefined ? {} : { millivolts: Number(digits) }
}
