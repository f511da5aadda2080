import { catalogueOf } from '../../functions/actions/catalogue.ts'
import { slack as slackOfOldConfigs } from '../../functions/config/define-andon.ts'
import { channelKinds } from '../../functions/channels/registry.ts'
import { slack } from '../../functions/channels/slack/slack.ts'
import { BadConfig, parseAndon } from '../../functions/config/parse-andon.ts'
import example from '../fixtures/andon.config.ts'

const catalogue = await catalogueOf()

/** The kinds that a platform team writes, whichever there are. */
const written = Object.entries(channelKinds).flatMap(([kind, { form }]) => (form === 'of every line' ? [] : [kind]))

function problemsOf(channel: unknown): readonly string[] {
  try {
    parseAndon({ ...example, channels: { ...example.channels, search: channel } }, catalogue)
    return []
  } catch (error) {
    if (error instanceof BadConfig) return error.problems
    throw error
  }
}

it.each([
  [
    'a channel that Slack does not have',
    { kind: 'slack', channel: 'Search' },
    'channels.search.channel: found "Search"; allowed: the id of a channel, such as "C0123456789" (in Slack: below the details of the channel)',
  ],
  ['a channel without its id', { kind: 'slack' }, 'channels.search.channel: found nothing; allowed: some text'],
  [
    'an unknown kind',
    { kind: 'slak', channel: 'C0123456789' },
    `channels.search.kind: found "slak"; allowed: ${written.join(', ')}`,
  ],
  [
    'a channel that every line has anyway',
    { kind: 'sns', line: 'search' },
    `channels.search.kind: found "sns"; allowed: ${written.join(', ')}`,
  ],
  [
    'something that is no channel',
    'C0123456789',
    'channels.search: found "C0123456789"; allowed: a channel, such as slack("C0123456789")',
  ],
])('says where, what was found and what is allowed: %s', (_, channel, problem) => {
  expect(problemsOf(channel)).toEqual([problem])
})

it('names every unknown field', () => {
  expect(problemsOf({ kind: 'slack', channel: 'C0123456789', thread: true, to: 'x' })).toEqual([
    expect.stringMatching(/^channels\.search\.thread: .*; allowed: an object with: kind, channel$/),
    expect.stringMatching(/^channels\.search\.to: .*; allowed: an object with: kind, channel$/),
  ])
})

it('takes channels as older configs make them', () => {
  expect(slackOfOldConfigs('C0123456789')).toEqual(slack('C0123456789'))
  expect(problemsOf(slackOfOldConfigs('C0123456789'))).toEqual([])
})
