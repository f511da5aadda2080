import {
  CallbackTimeoutException,
  InvalidParameterValueException,
  type LambdaClient,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda'
import { lambdaPlaybooks } from '../../functions/adapters/lambda-playbooks.ts'

const releaseAgainst = (answer: () => Promise<unknown>) =>
  lambdaPlaybooks({ send: answer } as unknown as LambdaClient, 'andon-playbook-').release('callback')
const said = { message: 'no', $metadata: {} }

it.each([
  ['has been told already', new CallbackTimeoutException(said)],
  ['is gone', new ResourceNotFoundException(said)],
  ['never was', new InvalidParameterValueException(said)],
])('is content when the run %s: nobody is kept waiting, and the stream must go on', async (_, error) => {
  await expect(releaseAgainst(() => Promise.reject(error))).resolves.toBeUndefined()
})

it('says when it could not tell, so that it is tried again', async () => {
  const tooMany = new TooManyRequestsException({ ...said })
  await expect(releaseAgainst(() => Promise.reject(tooMany))).rejects.toBe(tooMany)
})
