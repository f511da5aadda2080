import { buttonPress } from '../../../iot/contract/cord-pull.ts'
import type { ParsedMessage, ParsedPull } from '../../domain/parsed-message.ts'
import { type PressForm, pressIn } from '../press.ts'

const serialOf = (topic: string) => topic.split('/')[1] ?? ''
const pressed = {
  form: buttonPress,
  field: 'clickType',
  who: (topic) => `button ${JSON.stringify(serialOf(topic))}`,
} satisfies PressForm<unknown>

/**
 * A message on `iotbutton/<serial>`. AWS IoT lets a button publish on its own topic alone, but checks no payload: so the
 * topic says which button it is, whatever `serialNumber` says. Throws `Unusable` or `ZodError`.
 */
export function fromButtonMessage(message: unknown): ParsedMessage {
  const press = pressIn(message, pressed)
  if (press.kind === 'nothing') return press
  const { topic, arrived, said } = press
  const { clickType: click, batteryVoltage } = said
  const serial = serialOf(topic)
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

/** "2000mV" or "2000 mV"; what else a clone says is ignored: its press counts. */
function battery(voltage: unknown): Pick<ParsedPull, 'millivolts'> {
  const digits = typeof voltage === 'string' ? /^(\d{1,5}) ?mV$/.exec(voltage)?.[1] : undefined
  return digits === undefined ? {} : { millivolts: Number(digits) }
}
