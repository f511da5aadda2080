import * as z from 'zod/mini'
import { anyCaseClick } from '../../../iot/contract/cord-pull.ts'
import { clip } from '../../domain/clip.ts'
import type { ParsedPull } from '../../domain/parsed-message.ts'
import type { Instant } from '../../domain/instant.ts'
import { believable } from '../believable.ts'

const cordPulled = z.object({
  time: z.string(),
  detail: z.object({
    line: z.string(),
    click: anyCaseClick,
    by: z.string().check(z.minLength(1)),
    reason: z.optional(z.string()),
    id: z.string().check(z.minLength(1), z.maxLength(128)),
  }),
})

/** `Cord Pulled` on the bus; its time is whatever its sender says. Throws `ZodError`. */
export function fromPullEvent(event: unknown, arrived: Instant): ParsedPull {
  const { time, detail } = cordPulled.parse(event)
  const { line, click, by, reason, id } = detail
  return {
    kind: 'pull',
    id,
    from: { kind: 'line', line },
    click,
    by: clip(by, 100),
    via: 'bus',
    ...(reason !== undefined && reason !== '' && { reason: clip(reason, 200) }),
    at: believable(time, arrived),
  }
}
