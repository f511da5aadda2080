import { z } from 'zod'
import { AwsError } from '../service.ts'

const minute = 60_000
const week = 7 * 24 * 3600
const presigned = z.object({
  'X-Amz-Date': z.string().regex(/^\d{8}T\d{6}Z$/),
  'X-Amz-Expires': z.coerce.number().int().min(1).max(week),
})

/**
 * A presigned URL opens as long as it says; its signature is not checked. Throws `AwsError`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function refuseExpired(query: URLSearchParams, now: number): void {
  if (!query.has('X-Amz-Signature')) return
  const { success, data, error } = presigned.safeParse(Object.fromEntries(query))
  if (!success) throw new AwsError('AuthorizationQueryParametersError', z.prettifyError(error), 400)
  const signedAt = Date.parse(
    data['X-Amz-Date'].replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  )
  if (now > signedAt + data['X-Amz-Expires'] * 1000) throw new AwsError('AccessDenied', 'Request has expired', 403)
  // It may not be NaN either, so it is the other way round that is asked.
  if (!(signedAt <= now + 15 * minute)) throw new AwsError('AccessDenied', 'Request is not valid yet', 403)
}
