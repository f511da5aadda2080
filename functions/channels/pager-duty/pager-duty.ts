/** A service of PagerDuty, in andon.config.ts. It is told by its Events API v2. */
export interface PagerDutyChannel {
  readonly kind: 'pagerDuty'
  /** Name of the SSM parameter, a SecureString, that holds the service's integration key. */
  readonly parameter: string
  /** Where the PagerDuty account is; in the United States unless told. */
  readonly region?: 'us' | 'eu'
  /**
   * The EventBridge partner event source by which PagerDuty says what was answered there, as its "Amazon EventBridge"
   * extension names it: `aws.partner/pagerduty.com/acme-checkout`. Without it, whoever answers there has to answer here too.
   */
  readonly answers?: string
}

/** @param settings `parameter` is `/andon/pagerduty-key` unless told */
export const pagerDuty = (settings: Partial<Omit<PagerDutyChannel, 'kind'>> = {}): PagerDutyChannel => ({
  kind: 'pagerDuty',
  parameter: '/andon/pagerduty-key',
  ...settings,
})
