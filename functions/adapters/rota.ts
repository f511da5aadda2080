import { CannotAct } from '../actions/failure.ts'
import { clip } from '../domain/clip.ts'
import type { Rota } from '../domain/escalation.ts'
import { httpsAddress } from '../domain/https-address.ts'
import type { Instant } from '../domain/instant.ts'
import { Unusable } from '../domain/place.ts'
import type { TextReply } from './https-out.ts'
import type { Secret } from './ssm-secrets.ts'

export interface RotaParts {
  /** What stands at an `https:` address. Rejects in words. */
  readonly read: (url: URL) => Promise<TextReply>
  readonly secret: (secret: Secret) => Promise<string>
}

/** Of several shifts at once, these are named. */
const mostNamed = 3

/** Who is on call, in words. Never rejects: people are called in any case, and then without a name. */
export const onCallBy =
  ({ read, secret }: RotaParts) =>
  async (rota: Rota, at: Instant): Promise<string> => {
    try {
      const calendar = 'events' in rota ? rota.events : await fetched(read, await addressOf(rota, secret))
      const { shiftsAt } = await import('./ical-shifts.ts')
      const names = [...new Set(shiftsAt(calendar, at).map(({ who }) => tame(who, 80)))].filter((who) => who !== '')
      return names.length > 0 ? `on call: ${names.slice(0, mostNamed).join(', ')}` : 'nobody is on call by the rota'
    } catch (error) {
      return `the rota could not be read (${tame(error instanceof Error ? error.message : String(error), 200)})`
    }
  }

async function addressOf(rota: Exclude<Rota, { events: string }>, secret: RotaParts['secret']): Promise<URL> {
  const text =
    'url' in rota
      ? rota.url
      : await secret({ parameter: rota.parameter, what: 'the address of the rota', looksLike: 'https://…' })
  const url = httpsAddress(text)
  // Its words must not repeat it: whoever knows the address can read the calendar.
  if (url === undefined) throw new Unusable('its address is no https: address without port, user and password')
  return url
}

async function fetched(read: RotaParts['read'], url: URL): Promise<string> {
  const { status, text } = await read(url)
  if (status !== 200) throw new CannotAct(`${url.host} answered ${status}`)
  return text
}

/** One line, without anything that becomes a link, or turns the text's direction. */
const tame = (text: string, most: number): string =>
  clip(
    text
      .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
      .replaceAll('://', ': //')
      .trim(),
    most,
  )
