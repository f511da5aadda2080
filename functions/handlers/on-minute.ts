import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { Clock, Incidents } from '../ports.ts'
import { reassert } from '../usecases/reassert.ts'

export interface OnMinutePorts {
  readonly incidents: Incidents
  readonly clock: Clock
  readonly lines: readonly string[]
}

const logger = new Logger({ serviceName: 'on-minute' })
/** How many lines are written at a time. */
const atOnce = 25

/** Once a minute: every line is said anew, for lamps believe nothing that is old. */
export const onMinute = (ports: OnMinutePorts) =>
  middy<unknown, void>()
    .use(injectLambdaContext(logger))
    .handler(async () => {
      for (let i = 0; i < ports.lines.length; i += atOnce) {
        await Promise.all(ports.lines.slice(i, i + atOnce).map((line) => reassert(ports, line)))
      }
      logger.info('lines said anew', { lines: ports.lines.length })
    })
