import { z } from 'zod'
import type { Template } from '@andon/local-cloud/template/template.ts'

const mapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  ScalingConfig: z.object({ MaximumConcurrency: z.number().optional() }).optional(),
})

/** A queue that Lambda polls for a function. */
export interface PolledQueue {
  readonly functionName: string
  readonly requests: 'sqsRequests' | 'sqsFifoRequests'
  readonly hasMaximumConcurrency: boolean
  /** Whether every invocation of the function is a batch of this queue. */
  readonly isOnlySource: boolean
}

export function polledQueues(template: Template): PolledQueue[] {
  const mappings = template.ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => mapping.parse(properties))
  return mappings
    .filter(({ EventSourceArn: arn }) => arn.includes(':sqs:'))
    .map(({ EventSourceArn: arn, FunctionName: functionName, ScalingConfig }) => ({
      functionName,
      requests: arn.endsWith('.fifo') ? 'sqsFifoRequests' : 'sqsRequests',
      hasMaximumConcurrency: ScalingConfig?.MaximumConcurrency !== undefined,
      isOnlySource: mappings.filter((one) => one.FunctionName === functionName).length === 1,
    }))
}
