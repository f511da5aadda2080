import { CannotAct, failureInWords, isCalled } from '../../functions/actions/failure.ts'
import { awsError } from './an-imitation.ts'

/** As the SDK throws it. */
const answered = (status: number, name: string) =>
  Object.assign(awsError(name, 'No.'), { $metadata: { httpStatusCode: status } })

it.each([
  ['a cluster that does not exist', 400, 'ClusterNotFoundException'],
  ['a service that is not there', 400, 'ServiceNotFoundException'],
  ['a parameter that is not valid', 400, 'InvalidParameterException'],
])('gives up at once on %s, and says so in words', (_, status, name) => {
  const failure = failureInWords(answered(status, name), 'ecs:UpdateService')
  expect(failure).toBeInstanceOf(CannotAct)
  expect(String(failure)).toBe(`CannotAct: ecs:UpdateService was refused (${name}): No.`)
})

it.each([
  ['a service that is being changed', 409, 'ConflictException'],
  ['an update that is under way', 400, 'UpdateInProgressException'],
  ['a role that is not known everywhere yet', 403, 'UnrecognizedClientException'],
  ['credentials at their end', 400, 'ExpiredTokenException'],
  ['what changed between reading and writing', 412, 'PreconditionFailedException'],
  ['a throttled call', 400, 'ThrottlingException'],
  ['a service in trouble', 500, 'ServerException'],
])('lets %s be tried again', (_, status, name) => {
  expect(failureInWords(answered(status, name), 'ecs:UpdateService')).not.toBeInstanceOf(CannotAct)
})

it('lets a call that had no answer be tried again', () => {
  expect(failureInWords(new Error('socket hang up'), 'ecs:UpdateService')).not.toBeInstanceOf(CannotAct)
})

it('knows an error by AWS’s name for it, in words too', () => {
  const none = answered(404, 'NoSuchPublicAccessBlockConfiguration')
  expect(isCalled(none, 'NoSuchPublicAccessBlockConfiguration')).toBe(true)
  const inWords = failureInWords(none, 's3:GetPublicAccessBlock')
  expect(isCalled(inWords, 'NoSuchPublicAccessBlockConfiguration')).toBe(true)
  expect(isCalled(inWords, 'NoSuchBucket')).toBe(false)
  expect(isCalled(undefined, 'NoSuchBucket')).toBe(false)
})

it('leaves out of a denial what nobody can read', () => {
  const message = `You are not authorized to perform this operation. Encoded authorization failure message: ${'x'.repeat(900)}`
  expect(String(failureInWords(awsError('UnauthorizedOperation', message), 'ec2:RebootInstances'))).toBe(
    'CannotAct: ec2:RebootInstances was denied: You are not authorized to perform this operation.',
  )
})
