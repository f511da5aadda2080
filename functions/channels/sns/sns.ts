/** The SNS topic by which a line's people are called. Every line has its own, without naming it in andon.config.ts. */
export interface SnsChannel {
  readonly kind: 'sns'
  /** By its name in the config; a line that was renamed, by the name that it had first. */
  readonly line: string
}

/** The name of the line's channel; no channel in andon.config.ts can have it. */
export const snsChannelName = (line: string) => `sns:${line}`

export const lineTopicName = (line: string) => `andon-line-${line}`
