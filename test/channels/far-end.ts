import type { SenderParts } from '../../functions/channels/channel-kind.ts'
import type { Channel } from '../../functions/channels/registry.ts'

/** Whatever a channel's messages go to, imitated. */
export interface FarEnd {
  readonly channel: Channel
  readonly parts: Partial<SenderParts>
  /** What it was told, as it stands: one entry a message. */
  readonly messages: () => readonly string[]
  /** What of it the service, or a reader's mail program, would act on: mentions and links. */
  readonly live: () => readonly string[]
  /**
   * What happens from now on. 'asks to wait' and 'out of order' pass, 'refuses' does not. 'answer lost': it takes the
   * message, and nobody hears so.
   */
  readonly become: (mood: Mood) => void
  readonly close: () => Promise<void>
}
export type Mood = 'well' | 'asks to wait' | 'out of order' | 'refuses' | 'answer lost'
