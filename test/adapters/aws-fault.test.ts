import { isFinal } from '../../functions/adapters/aws-fault.ts'
import { lineRecord } from '../../functions/adapters/dynamo-records.ts'

const answered = (name: string, httpStatusCode: number) =>
  Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } })

it.each([
  ['AccessDeniedException', 403],
  ['ForbiddenException', 403],
  ['ResourceNotFoundException', 404],
  ['ValidationException', 400],
  ['RequestEntityTooLargeException', 413],
])('%s (%i) would come again however often it is tried', (name, status) => {
  expect(isFinal(answered(name, status))).toBe(true)
})

it.each([
  ['ThrottlingException', 400],
  ['ProvisionedThroughputExceededException', 400],
  ['RequestLimitExceeded', 400],
  ['TooManyRequestsException', 429],
  ['ResourceConflictException', 409],
  ['ExpiredTokenException', 403],
  ['InternalFailure', 500],
  ['ServiceUnavailable', 503],
])('%s (%i) may pass', (name, status) => {
  expect(isFinal(answered(name, status))).toBe(false)
})

it.each([
  ['no answer', Object.assign(new Error('connect ECONNREFUSED'), { $metadata: { attempts: 3 } })],
  ['no answer in time', Object.assign(new Error('timed out'), { name: 'TimeoutError' })],
  ['a thing that is no error', 'no'],
])('%s may pass', (_, error) => {
  expect(isFinal(error)).toBe(false)
})

it('an item that cannot be read is a final fault', () => {
  expect(isFinal(lineRecord.safeParse({ name: 7 }).error)).toBe(true)
})
