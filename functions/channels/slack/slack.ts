/** A channel of Slack, in andon.config.ts. */
export interface SlackChannel {
  readonly kind: 'slack'
  /**
   * The id of a channel that the bot has been invited to (`C…`; in Slack: at the bottom of the channel's details).
   * A name would not do: names change, and Slack finds a lost message by the id alone.
   */
  readonly channel: string
}

/** @param channel the channel's id, `C…` */
export const slack = (channel: string): SlackChannel => ({ kind: 'slack', channel })
