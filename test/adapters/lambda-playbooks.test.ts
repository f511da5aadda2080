import {
  CallbackTimeoutException,
  DurableExecutionAlreadyStartedException,
  InvalidParameterValueException,
  type LambdaClient,
  ResourceNotFoundException,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda'
import { lambdaPlaybooks } from '../../functions/adapters/lambda-playbooks.ts'

const playbooksAgainst = (answer: () => Promise<unknown>) =>
  lambdaPlaybooks({ send: answer } as unknown as LambdaClient, 'andon-run-playbook')
const releaseAgainst = (answer: () => Promise<unknown>) => playbooksAgainst(answer).release('callback')
const said = { message: 'no', $metadata: {} }

it.each([
  ['has been told already', new CallbackTimeoutException(said)],
  ['is gone', new ResourceNotFoundException(said)],
  ['never was', new InvalidParameterValueException(said)],
])('is content when the run %s: nobody is kept waiting, and the stream must go on', async (_, error) => {
  await expect(releaseAgainst(() => Promise.reject(error))).resolves.toBeUndefined()
})

it('also succeeds when an earlier version has started the run with another payload', async () => {
  const playbooks = playbooksAgainst(() => Promise.reject(new DurableExecutionAlreadyStartedException(said)))
  await expect(playbooks.start('restart-checkout', 'checkout-1', 1, false)).resolves.toBeUndefined()
})

it('starts the one runner, once for each attempt', async () => {
  const asked: { input: { Payload: Uint8Array } }[] = []
  const client = { send: async (command: { input: { Payload: Uint8Array } }) => void asked.push(command) }
  await lambdaPlaybooks(client as unknown as LambdaClient, 'andon-run-playbook').start(
    'restart-checkout',
    'checkout-1',
    1,
    false,
  )
  const { Payload, ...input } = asked[0]!.input
  expect(input).toEqual({
    FunctionName: 'andon-run-playbook:live',
    InvocationType: 'Event',
    DurableExecutionName: 'checkout-1-1',
  })
  expect(JSON.parse(Buffer.from(Payload).toString())).toEqual({
    incident: 'checkout-1',
    playbook: 'restart-checkout',
    attempt: 1,
  })
})

it('rejects when the run was not told, so that it is tried again', async () => {
  const tooMany = new TooManyRequestsException({ ...said })
  await expect(releaseAgainst(() => Promise.reject(tooMany))).rejects.toBe(tooMany)
})
