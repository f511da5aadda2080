import { readFileSync } from 'node:fs'
import { fromPagerEvent } from '../../functions/sources/pager-answer/parse.ts'

const event = JSON.parse(readFileSync('functions/sources/pager-answer/examples/acknowledged.json', 'utf8'))
const said = (change: (detail: any) => void) => {
  const copy = structuredClone(event)
  change(copy.detail)
  return fromPagerEvent(copy)
}

it('is the answer of a person there', () => {
  expect(fromPagerEvent(event)).toEqual({
    kind: 'answer',
    incident: 'checkout-20261121090003-1k3vbq2',
    by: 'Ada Lovelace (PagerDuty)',
    via: 'bus',
    id: 'R01ADA0ACK0000000000000001',
    ifOurs: true,
  })
})

it('knows the alert of a later call', () => {
  const key = 'checkout-20261121090003-1k3vbq2/7'
  expect(said((detail) => (detail.incident.incident_key = key))).toMatchObject({ incident: key.slice(0, -2) })
})

it.each([
  ['an incident that is not ours', (detail: any) => (detail.incident.incident_key = '4338c648a361'), 'not-ours'],
  ['a key that is much like ours', (detail: any) => (detail.incident.incident_key = 'a-20261121090003-1'), 'not-ours'],
  ['an incident without a key', (detail: any) => (detail.incident.incident_key = null), 'not-ours'],
  ['what a program did', (detail: any) => (detail.log_entries[0].agent.type = 'service_reference'), 'no-person'],
])('is nothing for %s', (_, change, because) => {
  expect(said(change)).toEqual({ kind: 'nothing', because })
})

it('clips and keeps whatever name there is', () => {
  expect(said((detail) => (detail.log_entries[0].agent.summary = 'x'.repeat(500)))).toMatchObject({
    by: expect.stringMatching(/^x{49}… \(PagerDuty\)$/),
  })
  expect(said((detail) => (detail.log_entries[0].agent.summary = ' '))).toMatchObject({ by: 'somebody (PagerDuty)' })
})

it('throws for what PagerDuty does not send', () => {
  expect(() => said((detail) => delete detail.log_entries)).toThrow(/log_entries/)
})
