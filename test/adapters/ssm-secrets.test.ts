import { ParameterNotFound } from '@aws-sdk/client-ssm'
import { ssmSecrets } from '../../functions/adapters/ssm-secrets.ts'
import { Unusable } from '../../functions/domain/place.ts'
import { clientsFor } from '../bin/fake-aws.ts'

const token = { parameter: '/andon/slack-token', what: "the Slack bot's token", looksLike: 'xoxb-…' }
const command = 'aws ssm put-parameter --type SecureString --name /andon/slack-token --value xoxb-…'

/** A parameter that is as `given` says at that moment, and how often it was read. */
function aParameter(given: { value?: string }) {
  const calls: string[] = []
  let now = 0
  const { parameters } = clientsFor(
    {
      GetParameter() {
        if (given.value === undefined) throw new ParameterNotFound({ message: '', $metadata: {} })
        return { Parameter: { Value: given.value } }
      },
    },
    calls,
  )
  return { read: ssmSecrets(parameters, () => now), calls, pass: (minutes: number) => (now += minutes * 60_000) }
}

it('reads a secret once in five minutes', async () => {
  const given = { value: 'xoxb-first' }
  const { read, calls, pass } = aParameter(given)
  expect(await read(token)).toBe('xoxb-first')
  given.value = 'xoxb-second'
  pass(4)
  expect(await read(token)).toBe('xoxb-first')
  pass(1)
  expect(await read(token)).toBe('xoxb-second')
  expect(calls).toHaveLength(2)
})

it('finds at once what was put there after somebody missed it', async () => {
  const given: { value?: string } = {}
  const { read } = aParameter(given)
  await expect(read(token)).rejects.toThrow(
    new Unusable(
      `the SSM parameter /andon/slack-token is missing or empty: put the Slack bot's token into it (${command}); what is due is told then`,
    ),
  )
  given.value = 'xoxb-there'
  expect(await read(token)).toBe('xoxb-there')
})

it.each(['xoxp-a-person', 'xapp-an-app', 'xoxe.xoxb-a-day', 'https://hooks.slack.com/services/T/B/x'])(
  'does not take %s for it, and does not repeat it',
  async (value) => {
    await expect(aParameter({ value }).read(token)).rejects.toThrow(
      new Unusable(
        `what is in the SSM parameter /andon/slack-token is not the Slack bot's token, which begins with xoxb-: put that there (${command} --overwrite); what is due is told then`,
      ),
    )
  },
)
