import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm'
import { defineAction } from './action.ts'
import { callsOf } from './api-call.ts'
import { CannotAct } from './failure.ts'
import { clip } from '../domain/clip.ts'
import { requestInput, type RequestInput } from './http-input.ts'
import { inTitle } from './input.ts'
import { httpsRequest } from './https-call.ts'
import { arn } from './resource.ts'

// Hosts outside AWS, over HTTPS. Every export is an action.

const getParameter = callsOf(SSMClient, 'ssm')(GetParameterCommand, {
  on: ({ secret }: RequestInput) => (secret === undefined ? [] : arn('ssm', `parameter${secret}`)),
})

/** Sends one request to one host that the config names. Nobody here knows what comes of it, so it is sent only once. */
export const request = defineAction({
  input: requestInput,
  fixed: ['host', 'path', 'method', 'headers', 'secret'],
  does: 'sends one request over HTTPS to a public host, follows no redirect, and is done when the host answers 200 to 299',
  risk: 'lossy',
  atMostOnce: true,
  locks: ({ host, path }) => `http ${host}${path}`,
  wait: { minutes: 5 },
  refuses: ['the secret is no SecureString'],
  reads: { getParameter },
  changes: { httpsRequest },

  async look({ getParameter }, { secret }) {
    if (secret === undefined) return {}
    // As it is encrypted: whatever look sees is kept.
    const { Parameter: found } = await getParameter({ Name: secret, WithDecryption: false })
    if (found?.Type !== 'SecureString') throw new CannotAct(`the parameter ${secret} is no SecureString`)
    return {}
  },

  title: ({ method, host, path, body, secret }) => {
    const sent = body === undefined ? [] : [inTitle(body, 'JSON')]
    const secrets = secret === undefined ? [] : [`the secret ${clip(secret, 28)}`]
    const all = [...sent, ...secrets].join(' and ')
    // A title has 200 characters; people find the whole in the incident's input.
    const where = clip(`${method} https://${host}${path}`, 90)
    return all === '' ? where : `${where} with ${all}`
  },

  async act({ getParameter, httpsRequest }, { host, path, method, headers, body, secret }, _, mark) {
    const read = async (Name: string) => (await getParameter({ Name, WithDecryption: true })).Parameter?.Value
    const authorization = secret === undefined ? undefined : authorizationOf(await read(secret), secret)
    const { status } = await httpsRequest({
      host,
      path,
      method,
      headers: {
        'user-agent': 'andon',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
        ...(authorization && { authorization }),
        'idempotency-key': mark,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return inWords(host, status)
  },
})

/** A header that HTTP does not take is refused here: whoever refuses it later may say what is in it. */
function authorizationOf(value: string | undefined, secret: string): string {
  const authorization = value?.trim() ?? ''
  if (/^[!-~]([ -~]*[!-~])?$/.test(authorization)) return authorization
  throw new CannotAct(`what is in the parameter ${secret} cannot be sent as a header: one line of plain characters can`)
}

function inWords(host: string, status: number): string {
  const answered = `${host} answered ${status}`
  if (status >= 200 && status < 300) return answered
  if (status >= 300 && status < 400) throw new CannotAct(`${answered}, a redirect, which is not followed`)
  if (status >= 400 && status < 500) throw new CannotAct(`${answered}, so it did not do what was asked`)
  throw new Error(`${answered}; it may have done what was asked`)
}
