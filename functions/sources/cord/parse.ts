import { cordPull } from '../../../iot/contract/cord-pull.ts'
import type { ParsedMessage } from '../../domain/parsed-message.ts'
import { believable } from '../believable.ts'
import { type PressForm, pressIn } from '../press.ts'

const cordOf = (topic: string) => topic.split('/')[2] ?? ''
const pulled = {
  form: cordPull,
  field: 'click',
  who: (topic) => `cord ${JSON.stringify(cordOf(topic))}`,
} satisfies PressForm<unknown>

/** A message on `andon/cords/<cord>/pulled`. Throws `Unusable` or `ZodError`. */
export function fromCordMessage(message: unknown): ParsedMessage {
  const press = pressIn(message, pulled)
  if (press.kind === 'nothing') return press
  const { topic, arrived, said } = press
  const { click, id } = said
  const cord = cordOf(topic)
  const at = believable(said.at, arrived)
  return {
    kind: 'pull',
    // A time that is not believed makes no difference either: after each start such a clock tells the same times again.
    id: id ?? `${topic} ${at} ${click}`,
    from: { kind: 'cord', cord },
    click,
    by: `cord ${cord}`,
    via: 'cord',
    at,
  }
}
