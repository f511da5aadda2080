// What Slack takes as a message. https://docs.slack.dev/reference/block-kit/blocks
import { z } from 'zod'

const mostBlocks = 50
/** Characters of all texts in the blocks together: undocumented, seen in public issues. */
const mostText = 13_200
const longestMessage = 40_000

const plain = (most: number) => z.looseObject({ type: z.literal('plain_text'), text: z.string().min(1).max(most) })
const anyText = (most: number) =>
  z.looseObject({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string().min(1).max(most) })

const button = z.looseObject({
  type: z.literal('button'),
  text: plain(75),
  value: z.string().max(2000).optional(),
  url: z.string().max(3000).optional(),
  action_id: z.string().max(255).optional(),
  style: z.enum(['primary', 'danger']).optional(),
})
const image = z.looseObject({ type: z.literal('image'), image_url: z.string().max(3000), alt_text: z.string() })

const block = z.discriminatedUnion('type', [
  z
    .looseObject({
      type: z.literal('section'),
      text: anyText(3000).optional(),
      fields: z.array(anyText(2000)).min(1).max(10).optional(),
      accessory: z.discriminatedUnion('type', [button, image]).optional(),
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'a section needs text or fields'),
  z.looseObject({ type: z.literal('header'), text: plain(150) }),
  z.looseObject({ type: z.literal('divider') }),
  z.looseObject({
    type: z.literal('context'),
    elements: z
      .array(z.union([anyText(3000), image]))
      .min(1)
      .max(10),
  }),
  z.looseObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25) }),
  image,
])
const blocksOf = z.array(block).max(mostBlocks)

/** The error that Slack gives for such a message, and what is wrong with it; undefined when it takes it. */
export function messageFault(text: string | undefined, blocks: readonly unknown[] | undefined): Fault | undefined {
  if (!text && (blocks === undefined || blocks.length === 0)) return { error: 'no_text', why: 'no text and no blocks' }
  if (text !== undefined && text.length > longestMessage) return { error: 'msg_too_long', why: 'text over 40,000' }
  if (blocks === undefined) return undefined
  const { success, error } = blocksOf.safeParse(blocks)
  if (!success) return { error: 'invalid_blocks', why: z.prettifyError(error) }
  if (textLength(blocks) > mostText) return { error: 'msg_blocks_too_long', why: 'text in blocks over 13,200' }
  return undefined
}
interface Fault {
  readonly error: string
  readonly why: string
}

function textLength(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const own = Object.entries(value).map(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner),
  )
  return own.reduce((sum, length) => sum + length, 0)
}
