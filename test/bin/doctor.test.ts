import { ParameterNotFound } from '@aws-sdk/client-ssm'
import type { LightReport } from '../../iot/contract/light-report.ts'
import { at } from '../signals.ts'
import { anAndon, awsError, clientsFor, type Handlers } from './fake-aws.ts'
import { typed } from './typed-command.ts'

const arn = (name: string) => `arn:aws:sns:eu-central-1:111122223333:${name}`
const outputs = {
  AlarmsTopic: arn('andon-alarms'),
  LineTopics: arn('andon-line-<line>'),
  SlackTokenParameter: '/andon/slack-token',
  AgentArchive: 's3://cdk-hnb659fds-assets-111122223333-eu-central-1/0a1b.tgz',
}
const metadata = {
  Andon: {
    lines: { checkout: { title: 'Checkout' } },
    lights: { 'desk-1': { shows: ['checkout'] } },
    cords: {},
    channels: { checkout: { kind: 'slack', channel: 'C00CHECKOUT' } },
  },
}
const online: LightReport = {
  epoch: at('06:00'),
  appliedV: 1,
  state: 'calm',
  at: at('08:59'),
  online: true,
  agent: '0.1.0',
}
const token = 'xoxb-1-a-secret'
interface Chat {
  who?: { bot: string; scopes: string[] } | { error: string }
  read?: 'ok' | { error: string }
}

/** An Andon with which all is done. */
function allDone(but: Handlers = {}, { who, read = 'ok' }: Chat = {}) {
  const there = anAndon()
  there.install('desk-1', 'ab12')
  there.retained.set('andon/lights/desk-1/reported', online)
  const parameters: Record<string, object> = {
    '/andon/slack-token': { Value: token, Type: 'SecureString' },
    '/cdk-bootstrap/hnb659fds/version': { Value: '30', Type: 'String' },
  }
  const handlers: Handlers = {
    ...there.handlers,
    DescribeStacks: () => ({
      Stacks: [{ Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })) }],
    }),
    GetTemplateSummary: () => ({ Metadata: JSON.stringify(metadata) }),
    GetParameter: ({ Name }) => ({ Parameter: parameters[Name] }),
    ListSubscriptionsByTopic: ({ TopicArn }) => ({ Subscriptions: [{ SubscriptionArn: `${TopicArn}:1` }] }),
    DescribeAlarms: () => ({ MetricAlarms: [] }),
    ListQueues: () => ({ QueueUrls: ['https://sqs/1/andon-signals', 'https://sqs/1/andon-on-signal-dead'] }),
    GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '0' } }),
    ...but,
  }
  const aws = clientsFor(handlers)
  const chat = (given: string) => {
    expect(given).toBe(token)
    const scopes = ['chat:write', 'channels:history']
    return { whoAmI: async () => who ?? { bot: 'andon', scopes }, read: async () => read }
  }
  return { there, handlers, aws: { ...aws, chat } }
}

it('goes through the first day’s list, and finds all of it done', async () => {
  const { code, said, remarked } = await typed('doctor', allDone().aws)
  expect(said).toEqual([
    'done  the stack Andon is deployed in the account 111122223333, region eu-central-1',
    'done  the CDK bootstrap has version 30',
    'done  the Slack token is there, and is the token of the bot andon',
    'done  the bot has the scopes chat:write and channels:history',
    'done  the bot is in the channel checkout (C00CHECKOUT)',
    "done  1 subscriber hears Andon's own alarms",
    'done  1 subscriber hears the calls of the line checkout',
    'done  the light desk-1 reports that it shows calm',
    "done  none of Andon's own alarms is on",
    'done  no dead letters wait',
  ])
  expect({ code, remarked }).toEqual({ code: 0, remarked: '' })
})

const throws = (error: Error) => () => {
  throw error
}
const parameter = (Value: string, Type = 'SecureString'): Handlers => ({
  GetParameter: ({ Name }) => ({ Parameter: Name.startsWith('/cdk') ? { Value: '30' } : { Value, Type } }),
})
const noParameter = throws(new ParameterNotFound({ message: '', $metadata: {} }))
const put = 'aws ssm put-parameter --type SecureString --name /andon/slack-token --value xoxb-…'

describe('says what is still to do, with what to paste:', () => {
  it.each<[string, Handlers, Chat, string, string]>([
    ['no token yet', { GetParameter: noParameter }, {}, 'token is not in the parameter /andon/slack-token yet', put],
    ['a plain token', parameter(token, 'String'), {}, 'is a String', 'delete-parameter'],
    ['a person’s token', parameter('xoxp-1-a-secret'), {}, "is a person's (xoxp-…)", '--overwrite'],
    ['an app’s token', parameter('xapp-1-a-secret'), {}, 'is of the app (xapp-…)', put],
    ['a token that ends by itself', parameter('xoxe.xoxb-1-a-secret'), {}, 'expires within hours', put],
    ['a webhook', parameter('https://hooks.slack.com/a-secret'), {}, 'address of a webhook', put],
    ['a token with its line break', parameter(`${token}\n`), {}, 'a space or a line break', put],
    ['something else', parameter('a-secret'), {}, 'does not begin with xoxb-', put],
    ['a revoked token', {}, { who: { error: 'token_revoked' } }, 'Slack says token_revoked', 'put the bot token'],
    [
      'a scope too few',
      {},
      { who: { bot: 'andon', scopes: ['chat:write'] } },
      'lacks the scope channels:history',
      'api.slack.com/apps',
    ],
    ['a bot outside', {}, { read: { error: 'not_in_channel' } }, 'is not in the channel checkout', '/invite @andon'],
    [
      'a wrong id',
      {},
      { read: { error: 'channel_not_found' } },
      'no channel checkout (C00CHECKOUT)',
      'andon.config.ts',
    ],
    ['a private channel', {}, { read: { error: 'missing_scope' } }, 'may not read', 'groups:history'],
    ['an archive', {}, { read: { error: 'is_archived' } }, 'Slack says is_archived', 'name another channel'],
    [
      'nobody who hears',
      { ListSubscriptionsByTopic: () => ({ Subscriptions: [] }) },
      {},
      'nobody hears the calls of the line checkout',
      `aws sns subscribe --topic-arn ${arn('andon-line-checkout')} --protocol email --notification-endpoint <address> --region eu-central-1`,
    ],
    [
      'an unconfirmed mail',
      { ListSubscriptionsByTopic: () => ({ Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }] }) },
      {},
      "nobody hears Andon's own alarms yet",
      'Open the link in the mail',
    ],
    ['an old bootstrap', { GetParameter: () => ({ Parameter: { Value: '5' } }) }, {}, 'version 5', 'npx cdk bootstrap'],
    ['no bootstrap', { GetParameter: noParameter }, {}, 'bootstrap is gone', 'npx cdk bootstrap'],
    [
      'an alarm of our own',
      { DescribeAlarms: () => ({ MetricAlarms: [{ AlarmName: 'andon-on-notice', AlarmDescription: 'Everyone.' }] }) },
      {},
      'the alarm andon-on-notice is on. Everyone.',
      'describe-alarm-history',
    ],
    [
      'dead letters',
      { GetQueueAttributes: () => ({ Attributes: { ApproximateNumberOfMessages: '2' } }) },
      {},
      '2 messages wait in andon-on-signal-dead',
      'sqs receive-message --queue-url https://sqs/1/andon-on-signal-dead',
    ],
    [
      'no stack',
      { DescribeStacks: throws(awsError('ValidationError', 'Stack with id Andon does not exist')) },
      {},
      'There is no stack Andon',
      'npx cdk deploy',
    ],
  ])('%s', async (_, handlers, chat, what, command) => {
    const { code, said, remarked } = await typed('doctor', allDone(handlers, chat).aws)
    const nth = said.findIndex((line) => line.startsWith('TO DO') && line.includes(what))
    expect(said).toContainEqual(expect.stringContaining(what))
    expect(said[nth + 1]).toContain(command)
    expect(code).toBe(1)
    expect([...said, remarked].join('\n')).not.toContain('secret')
  })

  it('no light', async () => {
    const { aws, there } = allDone()
    there.retained.clear()
    expect((await typed('doctor', aws)).said).toEqual(
      expect.arrayContaining(['TO DO the light desk-1 is installed, but does not report']),
    )
    there.certificates.clear()
    const { code, said } = await typed('--stage try doctor', aws)
    expect(said).toEqual(
      expect.arrayContaining(['TO DO no light is installed yet', '      npx andon --stage try light add desk-1']),
    )
    expect(code).toBe(1)
  })
})

it('says what it cannot tell, and looks at the rest', async () => {
  const denied = throws(awsError('AuthorizationError', '', 403))
  const { code, said } = await typed('doctor', allDone({ ListSubscriptionsByTopic: denied }).aws)
  expect(said).toContain("?     who hears Andon's own alarms: cannot tell")
  expect(said).toContainEqual(expect.stringContaining('Your credentials do not allow sns:ListSubscriptionsByTopic'))
  expect(said.at(-1)).toBe('done  no dead letters wait')
  expect(code).toBe(2)

  const nobody = throws(awsError('CredentialsProviderError', 'Could not load credentials'))
  const without = await typed('doctor', allDone({ DescribeStacks: nobody }).aws)
  expect(without.said.join('\n')).toContain('There are no AWS credentials')
  expect(without.code).toBe(2)
})

it('prints JSON for programs', async () => {
  const { said } = await typed('doctor --json', allDone({ GetParameter: noParameter }).aws)
  expect(JSON.parse(said.join('\n'))).toContainEqual({
    state: 'to-do',
    what: 'the Slack token is not in the parameter /andon/slack-token yet',
    command: `${put} --region eu-central-1`,
  })
})

it('leaves out on a laptop what is imitated there', async () => {
  const { aws } = allDone({ GetParameter: noParameter })
  const { code, said } = await typed('doctor', { ...aws, isLaptop: true })
  expect(said.slice(1)).toEqual(['done  the light desk-1 reports that it shows calm', 'done  no dead letters wait'])
  expect(code).toBe(0)
})
