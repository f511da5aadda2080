import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { Instant } from '../domain/instant.ts'
import type { Clock, Incidents } from '../ports.ts'
import { reassert } from '../usecases/reassert.ts'

export interface OnMinutePorts {
  readonly incidents: Incidents
  readonly clock: Clock
  readonly lines: readonly string[]
  /** When the schedule was due. Throws for what is no scheduled event. */
  readonly toMinute: (event: unknown) => Instant
}

const logger = new Logger({ serviceName: 'on-minute' })
/** How many lines are written at a time. */
const atOnce = 25

/** Once a minute: lines are said anew before their lamps stop believing them. */
export const onMinute = (ports: OnMinutePorts) =>
  middy<unknown, void>()
    .use(injectLambdaContext(logger))
    .handler(async (event) => {
      const minute = ports.toMinute(event)
      let said = 0
      for (let i = 0; i < ports.lines.length; i += atOnce) {
        const some = ports.lines.slice(i, i + atOnce)
        const outcomes = await Promise.all(some.map((line) => reassert(ports, line, minute)))
        said += outcomes.filter((outcome) => outcome === 'said').length
      }
      logger.info('lines looked at', { lines: ports.lines.length, said })
    })
