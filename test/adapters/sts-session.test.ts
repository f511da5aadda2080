import type { SdkConfig } from '../../functions/actions/api-call.ts'
import { stsSession } from '../../functions/adapters/sts-session.ts'
import { home } from '../actions/an-imitation.ts'

/** What a client is made with. */
async function configOf(calls: 'once' | 'repeated' = 'repeated') {
  const made: SdkConfig[] = []
  class Client {
    constructor(config: SdkConfig) {
      made.push(config)
    }
    send = async () => 'answered'
  }
  const session = stsSession(() => Promise.reject(new Error('not asked')), home, calls)
  const command = { input: {}, resolveMiddleware: () => () => Promise.reject(new Error('not asked')) }
  for (const region of [undefined, undefined, 'us-east-1']) await session.send(Client, command, region)
  return made
}

it('makes one client for each region, and has it try a call three times', async () => {
  expect(await configOf()).toMatchObject([{ maxAttempts: 3 }, { maxAttempts: 3, region: 'us-east-1' }])
})

it('has no client repeat what nobody could tell a repetition of', async () => {
  expect(await configOf('once')).toMatchObject([{ maxAttempts: 1 }, { maxAttempts: 1 }])
})

it.each(['repeated', 'once'] as const)(
  'waits no longer than its function may run, where calls are %s',
  async (calls) => {
    const [{ maxAttempts, requestHandler } = {} as SdkConfig] = await configOf(calls)
    const { requestTimeout, connectionTimeout, throwOnRequestTimeout } = requestHandler!
    const all = maxAttempts! * (requestTimeout + connectionTimeout)
    expect(all).toBeGreaterThan(35_000)
    expect(all).toBeLessThan(60_000)
    expect(throwOnRequestTimeout).toBe(true)
  },
)

it('leads to no host of our own', async () => {
  const { https } = stsSession(() => Promise.reject(new Error('not asked')), home)
  await expect(https?.({ host: 'localhost', path: '/', method: 'GET', headers: {} })).rejects.toThrow(
    /^localhost leads to (127\.0\.0\.1|::1), which is no public address, so nothing was sent$/,
  )
})
