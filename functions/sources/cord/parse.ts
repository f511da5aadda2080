import { cordPull } from '../../../iot/contract/cord-pull.ts'
import type { ParsedPull } from '../../domain/parsed-message.ts'
import { believable } from '../believable.ts'
import { unwrapped } from '../wrapped-message.ts'

/** A message on `andon/cords/<cord>/pulled`. Throws `Unusable` or `ZodError`. */
export function fromCordMessage(message: unknown): ParsedPull {
  const { topic, arrived, said } = unwrapped(message)
  const { click, at, id } = cordPull.parse(said)
  const cord = topic.split('/')[2] ?? ''
  return {
    kind: 'pull',
    id: id ?? `${topic} ${at ?? arrived} ${click}`,
    from: { kind: 'cord', cord },
    click,
    by: `cord ${cord}`,
    via: 'cord',
    at: believable(at, arrived),
  }
}
