import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { explain } from '../../../functions/usecases/explain/explain.ts'
import { inWords } from '../../../functions/usecases/explain/in-words.ts'
import { printable } from '../../../iot/agent/printable.ts'
import config from '../../fixtures/andon.config.ts'
import { at } from '../../signals.ts'
import { aKnown, anAlarmEvent } from './a-known.ts'

const known = await aKnown(config)
const words = (event: unknown) => inWords(explain(known, event, { now: at('09:00') }), printable)
const root = join(import.meta.dirname, '../../..')

it('reads as people write', () => {
  expect(words(anAlarmEvent({ name: 'checkout-latency' })).join('\n')).toBe(`\
"CloudWatch Alarm State Change" from aws.cloudwatch, taken to come at 2026-11-21 09:00 UTC.
Andon is in account 000000000000, region eu-central-1.
Only the config was asked: what is open, and what machines did, may change the answer.
rule       andon-alarm-changed, on the default bus
line       checkout (Checkout)
signal     alarm checkout-latency, alarm: Threshold Crossed
incident   opened: people are called
           checkout-20261121090000-1u1b2aa, help
playbook   no: no playbook of the line checkout is for it (restart-checkout asks for {"alarmName":["checkout-5xx"]})
lights     desk-1: help
           wall: help
messages   checkout (slack) posts a message, and keeps it up to date
           sns:checkout (sns) calls people
escalation of this call, while nobody answers
           after 5 minutes: the line stops, if nobody has answered within 5 minutes
events     "Incident Opened" on the bus andon`)
})

it('lets no text from outside move the cursor, hide, or begin a line of its own', () => {
  const parts = ['\u001b[2J', '\n', '\r', '\u202e', '\u0007', '\ud800', 'a', 'b']
  const hostile = fc.array(fc.constantFrom(...parts), { maxLength: 40 }).map((all) => all.join(''))
  fc.assert(
    fc.property(hostile, hostile, (name, reason) => {
      const said = words(anAlarmEvent({ name: `checkout-${name}`, reason }))
      expect(said.filter((line) => /[\p{C}\p{Zl}\p{Zp}]/u.test(line))).toEqual([])
      expect(said.filter((line) => line.length > 1300)).toEqual([])
    }),
  )
})

/** Every event that is at hand, with its path. */
const eventsIn = (folder: string, pattern: string) =>
  globSync(pattern, { cwd: folder }).map((name): [string, unknown] => [
    name,
    JSON.parse(readFileSync(join(folder, name), 'utf8')),
  ])

it.each(eventsIn(root, 'functions/sources/*/examples/*.json'))('says something of our own example %s', (_, event) => {
  expect(words(event).length).toBeGreaterThan(4)
})

const shared = join(root, '../shared/events')
if (!existsSync(shared)) console.info('skipped: real AWS events are not beside this checkout (../shared/events)')
else {
  it.each(eventsIn(shared, '**/*.json'))('says something of the real event %s, and breaks off nowhere', (_, event) => {
    const said = words(event)
    expect(said.filter((line) => /[\p{C}\p{Zl}\p{Zp}]/u.test(line))).toEqual([])
    expect(said.some((line) => /^(rule|line) /.test(line))).toBe(true)
  })
}
