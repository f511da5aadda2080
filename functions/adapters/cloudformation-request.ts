import * as z from 'zod/mini'
import type { StackRequest } from '../ports.ts'

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requests.html */
const request = z.object({
  RequestType: z.enum(['Create', 'Update', 'Delete']),
  /** Whoever has it may answer, so it is not logged. */
  ResponseURL: z.string(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.optional(z.string()),
})

/** Throws `ZodError` for what CloudFormation never sends. */
export function toStackRequest(event: unknown): StackRequest {
  const { RequestType, ResponseURL, PhysicalResourceId, ...names } = request.parse(event)
  return {
    isDelete: RequestType === 'Delete',
    async answer(failed) {
      const body = JSON.stringify({
        ...names,
        PhysicalResourceId: PhysicalResourceId ?? names.LogicalResourceId,
        Status: failed === undefined ? 'SUCCESS' : 'FAILED',
        ...(failed !== undefined && { Reason: failed }),
      })
      // The address is signed for an empty content type.
      const { ok, status } = await fetch(ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' } })
      if (!ok) throw new Error(`CloudFormation did not take the answer: ${status}`)
    },
  }
}
