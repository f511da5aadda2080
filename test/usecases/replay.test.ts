import { sources } from '../../functions/config/sources.ts'
import { replay } from '../../functions/usecases/replay/replay.ts'
import type { ReplayOptions } from '../../functions/usecases/replay/scene.ts'
import { replayInWords } from '../../functions/usecases/replay/replay-in-words.ts'
import { rowsInWords } from '../../functions/usecases/explain/in-words.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { printable } from '../../iot/agent/printable.ts'
import config from '../fixtures/andon.config.ts'
import { aPipelineEvent } from '../an-event.ts'
import { at } from '../signals.ts'
import { aKnown, anAlarmEvent } from './explain/a-known.ts'

const known = await aKnown(config)

/** An alarm that changes at a time of the day. */
const alarm = (time: string, state: 'ALARM' | 'OK', name = 'checkout-5xx') => ({
  ...anAlarmEvent({ name, state, time: at(time) }),
  id: `${name} ${time}`,
  time: at(time),
})
/** Something later, so that time goes on. */
const untilThen = (time: string) => alarm(time, 'ALARM', 'platform-disk')

async function lineOf(events: readonly unknown[], line = 'checkout', options: ReplayOptions = {}) {
  const found = (await replay(known, events, options)).lines.find((one) => one.line === line)
  if (found === undefined) throw new Error(`nothing happened on ${line}`)
  return found
}

it('takes the alarm’s own OK as what cleared it', async () => {
  const line = await lineOf([alarm('09:00', 'ALARM'), alarm('09:03', 'OK'), untilThen('10:00')])
  expect(line).toMatchObject({ opened: 1, machineFirst: 1, stillOpen: 0, calls: [], stops: [] })
  expect(line.playbooks).toEqual([
    {
      playbook: 'restart-checkout',
      started: 1,
      suggested: 0,
      acts: 1,
      cleared: 1,
      handedOver: 0,
      putDown: 0,
      undone: 0,
    },
  ])
})

it('tries the next countermeasure, then calls people, and then stops the line, each at its time', async () => {
  const line = await lineOf([alarm('09:00', 'ALARM'), untilThen('10:00')])
  expect(line).toMatchObject({ opened: 1, stillOpen: 1, stops: [at('09:20')] })
  expect(line.playbooks).toMatchObject([{ acts: 2, cleared: 0, handedOver: 1, putDown: 1 }])
  // The first wait is 5 minutes, the second 10; answerWithin is 5.
  expect(line.calls).toMatchObject([{ at: at('09:15'), channel: 'sns:checkout' }, { at: at('09:20') }])
})

it('lets a playbook that failed go on as the config says, for a replay cannot know that it would have failed', async () => {
  const [first, second] = [
    [alarm('08:00', 'ALARM'), alarm('08:30', 'OK')],
    [alarm('10:00', 'ALARM'), alarm('10:30', 'OK')],
  ]
  const { playbooks } = await lineOf([...first, ...second, untilThen('11:00')])
  expect(playbooks).toMatchObject([{ started: 2, acts: 4, putDown: 2 }])
})

it('does nothing after the last event', async () => {
  expect(await lineOf([alarm('09:00', 'ALARM'), untilThen('09:04')])).toMatchObject({ stops: [], calls: [] })
})

it('stops no line where every call is answered in time', async () => {
  const events = [alarm('09:00', 'ALARM', 'checkout-latency'), untilThen('10:00')]
  expect(await lineOf(events)).toMatchObject({ stops: [at('09:05')] })
  expect(await lineOf(events, 'checkout', { answeredAfter: 240 })).toMatchObject({ stops: [] })
})

it('sorts what comes in any order, and counts what comes twice once', async () => {
  const events = [untilThen('10:00'), alarm('09:03', 'OK'), alarm('09:00', 'ALARM'), alarm('09:00', 'ALARM')]
  expect(await lineOf(events)).toMatchObject({ opened: 1, stillOpen: 0 })
})

it('says which guards would have objected: a stopped line holds the machine', async () => {
  const events = [alarm('09:00', 'ALARM', 'checkout-latency'), alarm('09:10', 'ALARM'), untilThen('10:00')]
  const { guards, playbooks } = await lineOf(events)
  expect(guards).toContainEqual({
    guard: 'line-stopped',
    incidents: 1,
    because: 'the line is stopped (checkout-latency)',
  })
  expect(playbooks).toMatchObject([{ started: 1, acts: 0 }])
})

it('lets the machine go on once the line is cleared, if that is before somebody has taken over', async () => {
  const cleared = alarm('09:13', 'OK', 'checkout-latency')
  const events = [alarm('09:00', 'ALARM', 'checkout-latency'), alarm('09:10', 'ALARM'), cleared, untilThen('09:14')]
  expect((await lineOf(events)).playbooks).toMatchObject([{ started: 1, acts: 1 }])
})

it('lets a question that nobody answers end with people', async () => {
  const playbook = { ...config.playbooks['restart-checkout'], trust: 'approve' as const }
  const { checkout, ...lines } = config.lines
  const may = { approve: ['iam:arn:aws:iam::*:role/Operators'] }
  const asking: AndonConfig = {
    ...config,
    lines: { ...lines, checkout: { ...checkout, may } },
    playbooks: { 'restart-checkout': playbook },
  }
  const { lines: all } = await replay(await aKnown(asking), [alarm('09:00', 'ALARM'), untilThen('10:00')])
  expect(all[0]).toMatchObject({
    playbooks: [{ started: 1, acts: 0, handedOver: 1 }],
    guards: [{ guard: 'needs-approval', incidents: 1 }],
  })
})

it('counts floods', async () => {
  const events = Array.from({ length: 12 }, (_, nth) => alarm(`09:0${nth % 6}`, 'ALARM', `checkout-${nth}`))
  expect((await lineOf([...events, untilThen('09:06')])).floods).toHaveLength(1)
})

it('closes what closes by itself', async () => {
  const source = { ...sources.codePipeline({ line: 'checkout' }), closesAfter: { minutes: 30 } }
  const closing = await aKnown({ ...config, sources: { 'pipeline-failed': source } })
  const events = [aPipelineEvent({ time: at('09:00') }), untilThen('10:00')]
  expect((await replay(closing, events)).lines[0]).toMatchObject({ line: 'checkout', opened: 1, stillOpen: 0 })
})

it('says what came to nothing, and why', async () => {
  const events = [
    alarm('09:00', 'ALARM', 'payments-5xx'),
    { ...alarm('09:00', 'ALARM'), account: 'acme' },
    { source: 'somebody', 'detail-type': 'Something', time: at('09:00') },
    { no: 'time' },
    7,
  ]
  const { events: counted, unheard } = await replay(known, events)
  expect(counted).toEqual({ all: 5, unheard: 1, unusable: 3, ignored: 1, changing: 0 })
  expect(unheard.map(({ because }) => because)).toContainEqual(expect.stringContaining('not the id of an account'))
})

it('has nothing to say of no events', async () => {
  expect(await replay(known, [])).toMatchObject({ events: { all: 0 }, lines: [] })
})

it('reads as people write, and says what nobody can know', async () => {
  const events = [alarm('09:00', 'ALARM'), alarm('09:21', 'OK'), untilThen('10:00')]
  const words = rowsInWords(replayInWords(await replay(known, events)), printable).join('\n')
  expect(words).toContain('3 events, from 2026-11-21 09:00 UTC to 2026-11-21 10:00 UTC.')
  expect(words).toContain('line      opened  machine first  still open  acts  held  calls  stops  floods')
  expect(words).toContain('checkout       1              1           0     2     0      2      1       0')
  expect(words).toContain('Whether a playbook would have helped')
})

it('takes no time of its own for a thousand events', async () => {
  const hours = Array.from({ length: 1000 }, (_, nth) => new Date(Date.UTC(2026, 9, 1) + nth * 600_000).toISOString())
  const events = hours.map((time, nth) => ({
    ...anAlarmEvent({ name: 'checkout-5xx', state: nth % 2 ? 'OK' : 'ALARM', time }),
    time,
  }))
  expect((await replay(known, events)).lines[0]).toMatchObject({ opened: 500, stillOpen: 0 })
})
