import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { promisify } from 'node:util'
import type { HttpsRequest } from '../../functions/actions/api-call.ts'
import { CannotAct } from '../../functions/actions/failure.ts'
import { noWayOutVariable } from '../../functions/adapters/environment.ts'
import { httpsOut, httpsText } from '../../functions/adapters/https-out.ts'

const host = 'hooks.example.com'
const request: HttpsRequest = { host, path: '/run', method: 'POST', headers: {}, body: '' }

describe.each([
  ['an act', () => httpsOut()(request)],
  ['reading', () => httpsText(1_000)(new URL(`https://${host}/rota.ics`))],
])('%s', (_, ask) => {
  afterEach(() => delete process.env[noWayOutVariable])

  it('finds the way out closed where somebody said why, before it looks for the host', async () => {
    process.env[noWayOutVariable] = 'on the laptop no request goes out'
    const refusal: unknown = await ask().catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(CannotAct)
    expect(refusal).toHaveProperty('message', `${host} was not asked: on the laptop no request goes out`)
  })
})

it('goes through no proxy that the environment names', async () => {
  let reached = 0
  const proxy = createTcpServer((socket) => (reached++, socket.destroy())).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const asking = `
    import { httpsOut } from ${JSON.stringify(import.meta.resolve('../../functions/adapters/https-out.ts'))}
    const address = { address: '127.0.0.1', family: 4 }
    const send = httpsOut({
      resolve: async () => [{ ...address, address: '93.184.215.14' }],
      reach: () => ({ port: 1, addresses: [address] }),
      milliseconds: 5000,
    })
    await send(${JSON.stringify(request)}).catch(({ message }) => process.stdout.write(message))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', asking], {
    env: { NODE_USE_ENV_PROXY: '1', HTTPS_PROXY: url, HTTP_PROXY: url, https_proxy: url },
  })
  proxy.close()
  expect([stdout, reached]).toEqual([`${host} gave no answer: ECONNREFUSED`, 0])
})
