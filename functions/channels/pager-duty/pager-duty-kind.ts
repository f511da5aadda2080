import * as z from 'zod/mini'
import type { ChannelKind, SecretNeed } from '../channel-kind.ts'
import type { PagerDutyChannel } from './pager-duty.ts'

/** The output's name is one word: what is in a parameter's name apart from that makes the next letter a capital. */
const outputOf = (parameter: string) =>
  `PagerDutyKey${parameter.replaceAll(/[^A-Za-z0-9]+([A-Za-z0-9]?)/g, (_, next: string) => next.toUpperCase())}`

const keyIn = (parameter: string): SecretNeed => ({
  kind: 'secret',
  parameter,
  what: "the integration key of PagerDuty's Events API v2",
  looksLike: '…',
  output: outputOf(parameter),
})

const hosts = { us: 'https://events.pagerduty.com', eu: 'https://events.eu.pagerduty.com' } as const

export const pagerDutyKind: ChannelKind<PagerDutyChannel> = {
  form: z.strictObject(
    {
      kind: z.literal('pagerDuty'),
      parameter: z
        .string()
        .check(
          z.regex(
            /^(?!\/?(aws|ssm))(\/[\w.-]+){1,15}$/i,
            'the name of an SSM parameter, such as "/andon/pagerduty-key"',
          ),
        ),
      region: z.exactOptional(z.enum(['us', 'eu'], '"us", "eu"')),
      answers: z.exactOptional(
        z
          .string()
          .check(
            z.regex(
              /^aws\.partner\/pagerduty\.com\/[\w.-]{1,200}$/,
              'a partner event source, such as "aws.partner/pagerduty.com/acme-checkout"',
            ),
          ),
      ),
    },
    'an object with: kind, parameter, region, answers',
  ),
  can: 'page',
  // By the service's escalation policy; of a trigger with the same key PagerDuty only keeps a note.
  calls: 'until answered',
  // PagerDuty says no number, and answers 429 above it.
  betweenCalls: 0,
  needs: ({ parameter, answers }) => [
    keyIn(parameter),
    ...(answers === undefined ? [] : [{ kind: 'partner-events' as const, bus: answers }]),
  ],
  async open({ parameter, region = 'us' }, { name, secret, environment }) {
    const { pagerDutySender } = await import('./pager-duty-sender.ts')
    // On a laptop this is the imitated PagerDuty.
    const host = environment['PAGERDUTY_URL'] ?? hosts[region]
    return pagerDutySender(() => secret(keyIn(parameter)), host, name)
  },
}
