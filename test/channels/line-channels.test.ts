import { allChannels, channelsOfLine, recipientOn } from '../../functions/channels/line-channels.ts'
import { channelNeeds } from '../../lib/channel-needs.ts'
import example from '../fixtures/andon.config.ts'

it('gives every line a topic of its own, which nobody has to name', () => {
  expect(channelsOfLine('search', example.lines.search)).toEqual(['search', 'sns:search'])
  expect(channelsOfLine('kitchen', { channels: [] })).toEqual(['sns:kitchen'])
  expect(allChannels(example)).toEqual({
    ...example.channels,
    'sns:checkout': { kind: 'sns', line: 'checkout' },
    'sns:search': { kind: 'sns', line: 'search' },
    'sns:platform': { kind: 'sns', line: 'platform' },
  })
})

it('leaves a line that was renamed the topic, and the channel, of its first name', () => {
  const { checkout, ...others } = example.lines
  const shop = { ...checkout, was: ['till', 'checkout'] }
  expect(channelsOfLine('shop', shop)).toEqual(['checkout', 'sns:till'])
  const channels = allChannels({ ...example, lines: { shop, ...others } })
  expect(channels).toMatchObject({ 'sns:till': { kind: 'sns', line: 'till' } })
  expect(channels).not.toHaveProperty('sns:shop')
})

it('asks the stack for what its channels need, each once', () => {
  expect(channelNeeds(example)).toEqual({
    secrets: [expect.objectContaining({ parameter: '/andon/slack-token', output: 'SlackTokenParameter' })],
    topicsOf: ['checkout', 'search', 'platform'],
    topics: [],
    partnerBuses: [],
  })
})

it('asks for no secret where no channel needs one', () => {
  expect(channelNeeds({ ...example, channels: {} }).secrets).toEqual([])
})

it('says of which calls a channel is told, and when it is to be quiet', () => {
  const quiet = [{ zone: 'Europe/Berlin', from: '22:00', to: '07:00' }]
  const line = { channels: ['checkout'], escalation: [{ tell: 'pager' }, { tell: 'sns:checkout' }] }
  const lines = { checkout: { ...line, quiet }, search: line }
  expect(recipientOn(lines, 'checkout', 'pager')).toEqual({ channel: 'pager', onlyLevels: true, quiet })
  expect(recipientOn(lines, 'checkout', 'sns:checkout')).toEqual({ channel: 'sns:checkout', onlyLevels: false, quiet })
  expect(recipientOn(lines, 'search', 'checkout')).toEqual({ channel: 'checkout', onlyLevels: false })
  // Of a line that the config does not know: told too often is better than not at all.
  expect(recipientOn(lines, 'constructor', 'pager')).toEqual({ channel: 'pager', onlyLevels: false })
})
