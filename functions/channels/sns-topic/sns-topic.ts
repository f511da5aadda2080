/** An SNS topic of the team's own, in andon.config.ts: people who are called by mail or text message subscribe to it. */
export interface SnsTopicChannel {
  readonly kind: 'snsTopic'
  readonly arn: string
}

/** @param arn a standard topic's, in any region and account whose policy lets Andon publish */
export const snsTopic = (arn: string): SnsTopicChannel => ({ kind: 'snsTopic', arn })
