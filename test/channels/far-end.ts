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
   * What happens from now on. 'asks to wait' and 'out of order' pass. 'wants mending': it takes nothing until somebody
   * has done something. 'refuses': it will never take this message. 'says no word we know': it refuses, and nobody knows
   * for how long. 'answer lost': it takes the message, and nobody hears so.
   */
  readonly become: (mood: Mood) => void
  readonly close: () => Promise<void>
}
export type Mood =
  | 'well'
  | 'asks to wait'
  | 'out of order'
  | 'wants mending'
  | 'refuses'
  | 'says no word we know'
  | 'answer lost'
