import type { IncomingMessage } from 'node:http'
import { Refused } from './door-reply.ts'

const loopback = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i

/**
 * Only this machine may come in, and of web pages only our own may change anything. That we listen on loopback is
 * not enough: a page of any site, open in a browser here, reaches loopback too, by a name of its own that it lets
 * point here, or by sending a form.
 */
export function refuseStrangers({ method, headers }: IncomingMessage): void {
  const host = headers.host ?? ''
  if (!loopback.test(host)) {
    throw new Refused(
      403,
      `This server does not serve the host "${host}".`,
      'Use 127.0.0.1 or localhost: another name that points here could belong to a hostile page.',
    )
  }
  const { origin } = headers
  const changes = method !== 'GET' && method !== 'HEAD'
  if (changes && origin !== undefined && origin !== `http://${host}`) {
    throw new Refused(
      403,
      `The page of ${origin} may not change anything here.`,
      'Use the page at / or a program on this machine, such as curl.',
    )
  }
}
