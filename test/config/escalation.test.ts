import { rota } from '../../functions/config/rota.ts'
import example from '../fixtures/andon.config.ts'
import { problemsOf } from './problems-of.ts'

const channels = { ...example.channels, pager: { kind: 'pagerDuty', parameter: '/andon/pagerduty-key' } }
const withLine = (parts: object) => ({
  ...example,
  channels,
  lines: { ...example.lines, checkout: { ...example.lines.checkout, ...parts } },
})
const ladder = (...escalation: object[]) => withLine({ escalation })
const quiet = (...hours: object[]) => withLine({ quiet: hours })
const night = { zone: 'Europe/Berlin', from: '22:00', to: '07:00' }
const hourOf = (hour: number) => `${String(hour).padStart(2, '0')}:00`
const callers = '"pager", "sns:checkout", "sns:search", "sns:platform"'

it.each([
  ['one level', ladder({ tell: 'pager' })],
  ['levels of the same time', ladder({ tell: 'pager' }, { tell: 'sns:platform' })],
  ['repeats', ladder({ after: { minutes: 5 }, tell: 'sns:platform', repeat: { every: { minutes: 1 }, times: 10 } })],
  ['a rota by its address', ladder({ tell: 'pager', rota: rota({ url: 'https://example.com/rota.ics?key=1' }) })],
  ['a rota in a parameter', ladder({ tell: 'pager', rota: rota({ parameter: '/andon/rota' }) })],
  ['a rota as text', ladder({ tell: 'pager', rota: rota({ events: '\nBEGIN:VCALENDAR\n' }) })],
  [
    'many short hours that end',
    quiet(...Array.from({ length: 23 }, (_, hour) => ({ zone: 'UTC', from: hourOf(hour), to: hourOf(hour + 1) }))),
  ],
  ['nights', quiet(night, { ...night, on: ['sat', 'sun'], from: '00:00', to: '24:00' })],
])('takes %s', (_, config) => expect(problemsOf(config)).toEqual([]))

it.each([
  ['no level', ladder(), 'lines.checkout.escalation: found []; allowed: at least one level'],
  [
    'a channel that there is not',
    ladder({ tell: 'pgaer' }),
    `lines.checkout.escalation[0].tell: found "pgaer"; allowed: ${callers}`,
  ],
  [
    'a channel that calls nobody',
    ladder({ tell: 'checkout' }),
    `lines.checkout.escalation[0].tell: found "checkout"; allowed: ${callers}`,
  ],
  [
    'levels out of order',
    ladder({ after: { minutes: 5 }, tell: 'pager' }, { after: { minutes: 4 }, tell: 'sns:search' }),
    'lines.checkout.escalation[1].after: found {"minutes":4}; allowed: no earlier than the level before it',
  ],
  [
    'a second level at once',
    ladder({ after: { minutes: 5 }, tell: 'pager' }, { tell: 'sns:search' }),
    'lines.checkout.escalation[1].after: found nothing; allowed: no earlier than the level before it',
  ],
  [
    'repeats without end',
    ladder({ tell: 'sns:search', repeat: { every: { minutes: 1 }, times: Infinity } }),
    'lines.checkout.escalation[0].repeat.times: found null; allowed: a whole number',
  ],
  [
    'too many calls in all',
    ladder(
      { tell: 'sns:search', repeat: { every: { minutes: 1 }, times: 30 } },
      { tell: 'sns:search', repeat: { every: { minutes: 1 }, times: 30 } },
    ),
    expect.stringMatching(/^lines\.checkout\.escalation: .*; allowed: at most 50 calls in all$/),
  ],
  [
    'repeats for years',
    ladder({ tell: 'sns:search', repeat: { every: { days: 20 }, times: 40 } }),
    expect.stringMatching(/^lines\.checkout\.escalation: .*; allowed: an end within 30 days$/),
  ],
  [
    'a repeat of what rings on',
    ladder({ tell: 'pager', repeat: { every: { minutes: 1 }, times: 2 } }),
    'lines.checkout.escalation[0].repeat: found {"every":{"minutes":1},"times":2}; allowed: no repeat: pager rings by its own escalation policy until somebody answers',
  ],
  [
    'a second level by what rings on',
    ladder({ tell: 'pager' }, { after: { minutes: 5 }, tell: 'pager' }),
    'lines.checkout.escalation[1].tell: found "pager"; allowed: another channel than a level before it: pager rings by its own escalation policy until somebody answers',
  ],
  [
    'a rota that is not fetched by https',
    ladder({ tell: 'pager', rota: { url: 'http://example.com/rota.ics' } }),
    expect.stringMatching(/^lines\.checkout\.escalation\[0\]\.rota.*; allowed: rota\({ url: 'https:\/\/…' }\)/),
  ],
  [
    'a rota at a port',
    ladder({ tell: 'pager', rota: { url: 'https://example.com:8443/rota.ics' } }),
    expect.stringMatching(/^lines\.checkout\.escalation\[0\]\.rota.*; allowed: rota\(/),
  ],
  [
    'a rota that is two things',
    ladder({ tell: 'pager', rota: { url: 'https://example.com/', events: 'BEGIN:VCALENDAR' } }),
    expect.stringMatching(/^lines\.checkout\.escalation\[0\]\.rota.*; allowed: rota\(/),
  ],
  [
    'a zone that there is not',
    quiet({ ...night, zone: 'Europe/Bonn' }),
    'lines.checkout.quiet[0].zone: found "Europe/Bonn"; allowed: a time zone, such as "Europe/Berlin"',
  ],
  [
    'a time of day that there is not',
    quiet({ ...night, from: '25:00' }),
    'lines.checkout.quiet[0].from: found "25:00"; allowed: a time of day, such as "22:00"',
  ],
  [
    'hours that end as they begin',
    quiet({ ...night, to: '22:00' }),
    'lines.checkout.quiet[0].to: found "22:00"; allowed: another time than `from`',
  ],
  [
    'hours that never end',
    quiet({ zone: 'UTC', from: '00:00', to: '24:00' }),
    expect.stringMatching(/^lines\.checkout\.quiet: .*; allowed: hours that end: else nobody would ever be called$/),
  ],
  [
    'hours that never end, together',
    quiet({ ...night, zone: 'UTC' }, { zone: 'UTC', from: '07:00', to: '22:00' }),
    expect.stringMatching(/^lines\.checkout\.quiet: .*; allowed: hours that end/),
  ],
  [
    'hours that never end, of many short ones',
    quiet(
      ...[0, 5, 10, 15, 20].map((from) => ({
        zone: 'UTC',
        from: hourOf(from),
        to: from === 20 ? '24:00' : hourOf(from + 5),
      })),
    ),
    expect.stringMatching(/^lines\.checkout\.quiet: .*; allowed: hours that end/),
  ],
])('refuses %s', (_, config, problem) => expect(problemsOf(config)).toEqual([problem]))

it.each([
  [{ kind: 'pagerDuty', parameter: 'key' }, /^channels\.pager\.parameter: found "key"; allowed: the name of an SSM/],
  [{ kind: 'pagerDuty', parameter: '/aws/key' }, /^channels\.pager\.parameter: /],
  [{ kind: 'pagerDuty', parameter: '/andon/key', region: 'ap' }, /^channels\.pager\.region: .*; allowed: "us", "eu"$/],
  [{ kind: 'pagerDuty', parameter: '/andon/key', answers: 'default' }, /^channels\.pager\.answers: .*a partner event/],
  [
    { kind: 'snsTopic', arn: 'arn:aws:sns:eu-central-1:111122223333:a.fifo' },
    /^channels\.pager\.arn: .*a standard topic/,
  ],
])('refuses the channel %j', (pager, problem) =>
  expect(problemsOf({ ...example, channels: { ...example.channels, pager } })).toEqual([
    expect.stringMatching(problem),
  ]),
)
