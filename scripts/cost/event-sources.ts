import { z } from 'zod'
import type { Template } from '@andon/local-cloud/template.ts'

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
}

export function polledQueues(template: Template): PolledQueue[] {
  return template
    .ofType('AWS::Lambda::EventSourceMapping')
    .map(({ properties }) => mapping.parse(properties))
    .filter(({ EventSourceArn: arn }) => arn.includes(':sqs:'))
    .map(({ EventSourceArn: arn, FunctionName: functionName, ScalingConfig }) => ({
      functionName,
      requests: arn.endsWith('.fifo') ? 'sqsFifoRequests' : 'sqsRequests',
      hasMaximumConcurrency: ScalingConfig?.MaximumConcurrency !== undefined,
    }))
}
