import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import { reconcileOrTell } from '../usecases/reconcile-or-tell.ts'
import type { ReconcilePorts } from '../usecases/reconcile.ts'

const logger = new Logger({ serviceName: 'on-reconcile' })

/** Every five minutes, and after each deployment: asks CloudWatch how its alarms stand. */
export const onReconcile = (ports: ReconcilePorts) =>
  middy<unknown, void>()
    .use(injectLambdaContext(logger))
    .handler(async () => {
      const reconciled = await reconcileOrTell(ports)
      const log = reconciled.unreadable.length > 0 ? logger.warn.bind(logger) : logger.info.bind(logger)
      log('CloudWatch asked', { ...reconciled })
    })
