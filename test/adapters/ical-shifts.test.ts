import { shiftsAt } from '../../functions/adapters/ical-shifts.ts'
import { instant } from '../../functions/domain/instant.ts'

const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//a rota//EN', ...lines, 'END:VCALENDAR'].join('\r\n')
const event = (...lines: string[]) => ['BEGIN:VEVENT', 'DTSTAMP:20260101T000000Z', ...lines, 'END:VEVENT']
const who = (text: string, at: string) => shiftsAt(text, instant(new Date(at))).map((shift) => shift.who)

const weekly = event(
  'UID:ada',
  'SUMMARY:Ada Lovelace',
  'DTSTART;TZID=Europe/Berlin:20260105T090000',
  'DTEND;TZID=Europe/Berlin:20260112T090000',
  'RRULE:FREQ=WEEKLY;INTERVAL=2',
)
const otherWeeks = event(
  'UID:grace',
  'SUMMARY:Grace Hopper',
  'DTSTART;TZID=Europe/Berlin:20260112T090000',
  'DTEND;TZID=Europe/Berlin:20260119T090000',
  'RRULE:FREQ=WEEKLY;INTERVAL=2',
  'EXDATE;TZID=Europe/Berlin:20260223T090000',
)
const rota = calendar(...weekly, ...otherWeeks)

it.each([
  ['winter, as the shift begins at nine in Berlin', '2026-01-12T08:00Z', ['Grace Hopper']],
  ['the minute before', '2026-01-12T07:59Z', ['Ada Lovelace']],
  ['summer, an hour earlier by UTC', '2026-06-01T07:00Z', ['Grace Hopper']],
  ['the minute before that', '2026-06-01T06:59Z', ['Ada Lovelace']],
  ['the end of the week in which the clocks are put forward', '2026-03-30T06:59Z', ['Grace Hopper']],
  ['the Monday after it', '2026-03-30T07:00Z', ['Ada Lovelace']],
  ['a week that is left out', '2026-02-25T12:00Z', []],
  ['before the first', '2026-01-05T07:59Z', []],
])('knows who is on call in %s', (_, at, names) => expect(who(rota, at)).toEqual(names))

it('knows who has taken over one shift, and leaves out what was called off', () => {
  const taken = event(
    'UID:ada',
    'SUMMARY:Alan Turing',
    'RECURRENCE-ID;TZID=Europe/Berlin:20260119T090000',
    'DTSTART;TZID=Europe/Berlin:20260119T100000',
    'DTEND;TZID=Europe/Berlin:20260126T090000',
  )
  const off = event(
    'UID:ada',
    'SUMMARY:Ada Lovelace',
    'STATUS:CANCELLED',
    'RECURRENCE-ID;TZID=Europe/Berlin:20260202T090000',
    'DTSTART;TZID=Europe/Berlin:20260202T090000',
    'DTEND;TZID=Europe/Berlin:20260209T090000',
  )
  const changed = calendar(...weekly, ...taken, ...off)
  expect(who(changed, '2026-01-19T09:00Z')).toEqual(['Alan Turing'])
  expect(who(changed, '2026-01-19T08:30Z')).toEqual([])
  expect(who(changed, '2026-02-03T12:00Z')).toEqual([])
  expect(who(changed, '2026-02-17T12:00Z')).toEqual(['Ada Lovelace'])
})

it('names the one whose shift began last first, and who attends where there is no summary', () => {
  const day = event('UID:d', 'SUMMARY:Backup', 'DTSTART:20260105T000000Z', 'DTEND:20260110T000000Z')
  const night = event(
    'UID:n',
    'DTSTART:20260106T200000Z',
    'DURATION:PT12H',
    'ATTENDEE;CN=Ada Lovelace:mailto:ada@example.com',
    'ATTENDEE:mailto:grace@example.com',
  )
  expect(who(calendar(...day, ...night), '2026-01-06T23:00Z')).toEqual([
    'Ada Lovelace, mailto:grace@example.com',
    'Backup',
  ])
})

it.each([
  ['the zone that the calendar names', ['X-WR-TIMEZONE:America/New_York'], '2026-01-05T05:00Z', '2026-01-05T04:59Z'],
  ['UTC where it names none', [], '2026-01-05T00:00Z', '2026-01-04T23:59Z'],
])('takes whole days by %s', (_, names, at, before) => {
  const all = calendar(
    ...names,
    ...event('UID:w', 'SUMMARY:Ada', 'DTSTART;VALUE=DATE:20260105', 'DTEND;VALUE=DATE:20260112'),
  )
  expect(who(all, at)).toEqual(['Ada'])
  expect(who(all, before)).toEqual([])
})

const outlook = [
  'BEGIN:VTIMEZONE',
  'TZID:W. Europe Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T030000',
  'TZOFFSETFROM:+0200',
  'TZOFFSETTO:+0100',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:+0100',
  'TZOFFSETTO:+0200',
  'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE',
]
const inOutlook = event(
  'UID:o',
  'SUMMARY:Ada',
  'DTSTART;TZID=W. Europe Standard Time:20260701T090000',
  'DTEND;TZID=W. Europe Standard Time:20260702T090000',
)

it('takes a zone as the calendar describes it', () => {
  expect(who(calendar(...outlook, ...inOutlook), '2026-07-01T07:00Z')).toEqual(['Ada'])
  expect(who(calendar(...outlook, ...inOutlook), '2026-07-01T06:59Z')).toEqual([])
})

it.each([
  ['no calendar', '<html>sign in</html>', /^it is no calendar/],
  ['nothing', '', /^it is no calendar/],
  ['a calendar that breaks off', rota.slice(0, -40), /^it is no calendar/],
  ['a zone that nobody knows', calendar(...inOutlook), /^it does not say what its time zone "W. Europe/],
  [
    'a rule that comes every second',
    calendar(...event('UID:s', 'SUMMARY:x', 'DTSTART:20200101T000000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY')),
    /^it has more than 20000 events$/,
  ],
])('says what is wrong with %s', (_, text, words) => {
  expect(() => who(text, '2026-07-01T07:00Z')).toThrow(words)
})
