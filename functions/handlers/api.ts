import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { Acts, AskedAct } from '../ports.ts'

export interface ApiPorts {
  readonly acts: Acts
  /** Throws for what is no request that IAM was asked about. */
  readonly toAct: (event: unknown) => AskedAct
}

export interface ApiReply {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const logger = new Logger({ serviceName: 'api' })

/**
 * What programs and the command ask for, once IAM has allowed it: puts the act into the queue, no more. What comes of
 * it is settled where all else is. When the queue does not take it, whoever asked is told so by a status 500.
 */
export const api = ({ acts, toAct }: ApiPorts) =>
  middy<unknown, ApiReply>()
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(async (event): Promise<ApiReply> => {
      const asked = toAct(event)
      if (asked.kind === 'refused') {
        const { because, by, act, status } = asked
        logger.warn('request refused', { because, by, act })
        return reply(status, { message: because })
      }
      const { act } = asked
      const { kind, by, id } = act
      const about = 'line' in act ? { line: act.line } : { incident: act.incident }
      await acts.put(act)
      logger.info('act taken', { act: kind, ...about, by, id })
      return reply(202, { act: kind, ...about, by, id })
    })

const reply = (statusCode: number, body: object): ApiReply => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
