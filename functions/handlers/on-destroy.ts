import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import middy from '@middy/core'
import type { StackRequest } from '../ports.ts'
import { shutAllOut, type ShutAllOutPorts } from '../usecases/shut-all-out.ts'

export interface OnDestroyPorts extends ShutAllOutPorts {
  /** The policies that go with the stack. */
  readonly policies: readonly string[]
  /** Throws for what CloudFormation never sends. */
  readonly toStackRequest: (event: unknown) => StackRequest
}

const logger = new Logger({ serviceName: 'on-destroy' })

/**
 * CloudFormation asks as it deletes the stack: AWS IoT lets no policy go that a device still holds. As the stack is made
 * there is nothing to do. It always hears an answer, or it would wait until it gives up.
 */
export const onDestroy = (ports: OnDestroyPorts) =>
  middy<unknown, void>()
    .use(injectLambdaContext(logger))
    .handler(async (event) => {
      const { isDelete, answer } = ports.toStackRequest(event)
      if (!isDelete) return answer()
      try {
        const devices = await shutAllOut(ports, ports.policies)
        logger.info('devices shut out', { devices })
      } catch (error) {
        logger.error('devices could not be shut out', { error })
        return answer(`The devices could not all be shut out: ${String(error)}. Delete the stack again.`)
      }
      return answer()
    })
