import { LogLevel, WebClient } from '@slack/web-api'

/** Longer than Slack ever takes when it is well; shorter than the function has. Milliseconds. */
const patience = 8_000

let made: { readonly token: string; readonly apiUrl: string | undefined; readonly web: WebClient } | undefined

/**
 * One client for all channels, for as long as the token is the same.
 * @param apiUrl of Slack's Web API; undefined: Slack's own
 */
export function slackClient(token: () => Promise<string>, apiUrl: string | undefined): () => Promise<WebClient> {
  return async () => {
    const current = await token()
    if (made?.token !== current || made.apiUrl !== apiUrl) {
      const web = new WebClient(current, {
        ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
        // Its own retries sleep inside the function, where they cost money and block the channel: the queue waits better.
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: patience,
        logLevel: LogLevel.ERROR,
      })
      made = { token: current, apiUrl, web }
    }
    return made.web
  }
}
