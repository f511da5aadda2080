/** The queues, as rules, topic rules and dead letters reach them. */
export interface Queues {
  /** Throws `AwsError` when there is no such queue. */
  send(queueArn: string, body: string, options?: SendOptions): void
}
export interface SendOptions {
  readonly delaySeconds?: number
  readonly groupId?: string
  readonly deduplicationId?: string
  /** String attributes only: name → value. */
  readonly attributes?: Readonly<Record<string, string>>
}
