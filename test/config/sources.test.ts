import { sources } from '../../functions/config/sources.ts'
import example from '../fixtures/andon.config.ts'
import { problemsOf } from './problems-of.ts'

const on = { source: ['aws.codepipeline'], 'detail-type': ['CodePipeline Pipeline Execution State Change'] }
const plain = { on, line: 'checkout', title: 'Pipeline failed', closesAfter: { hours: 4 } }
const problemsWith = (more: object) => problemsOf({ ...example, sources: { failed: { ...plain, ...more } } })
/** Without one of its fields. */
const problemsWithout = (field: keyof typeof plain) => {
  const { [field]: _, ...rest } = plain
  return problemsOf({ ...example, sources: { failed: rest } })
}

it.each([
  {},
  { key: 'detail.pipeline' },
  { key: ['detail.pipeline', 'resources.0', 'account'] },
  { title: ['Pipeline ', { path: 'detail.pipeline' }, ' failed'], reason: { path: 'detail.findings.0.Title' } },
  { clears: { ...on, detail: { state: ['SUCCEEDED'] } }, severity: 'low' },
  { playbooks: [{ run: 'restart-checkout' }, { when: { state: ['FAILED'] }, run: 'restart-checkout' }] },
  { on: { ...on, $or: [{ detail: { state: ['FAILED'] } }, { resources: [{ suffix: 'checkout' }] }] } },
])('a source may have %j', (more) => expect(problemsWith(more)).toEqual([]))

it('a config may have none, as before', () => {
  const { sources: _, ...without } = example
  expect(problemsOf(without)).toEqual([])
})

describe('says how its incidents close', () => {
  it('or is refused, in words that say what to write', () => {
    expect(problemsWithout('closesAfter')).toEqual([
      expect.stringMatching(
        /^sources\.failed: found .*allowed: `clears`, `closesAfter`, or both: a source says how its/,
      ),
    ])
  })

  it('by an event alone, too', () => {
    const { closesAfter: _, ...rest } = plain
    expect(problemsOf({ ...example, sources: { failed: { ...rest, clears: on } } })).toEqual([])
  })
})

it.each([
  [
    { on: { 'detail-type': on['detail-type'] } },
    /^sources\.failed\.on\.source: found nothing; allowed: sources by their/,
  ],
  [{ on: { ...on, source: [{ prefix: 'aws.' }] } }, /^sources\.failed\.on\.source: .*sources by their full names/],
  [
    { on: { ...on, source: [{ exists: true }, 'aws.ecs'] } },
    /^sources\.failed\.on\.source: .*sources by their full names/,
  ],
  [{ on: { source: on.source } }, /^sources\.failed\.on\.detail-type: found nothing; allowed: types by their full/],
  [{ clears: { source: on.source } }, /^sources\.failed\.clears\.detail-type: found nothing/],
  [
    { on: { ...on, source: ['aws.cloudwatch'] } },
    /^sources\.failed\.on\.source: .*no alarms: .*the `alarms` of a line/,
  ],
  [{ on: { ...on, source: ['aws.ecs', 'andon'] } }, /^sources\.failed\.on\.source: .*no events of Andon's own/],
  [{ on: { ...on, source: ['andon.reconcile'] } }, /^sources\.failed\.on\.source: .*no events of Andon's own/],
  [
    { on: { ...on, 'detail-type': ['Cord Pulled'] } },
    /^sources\.failed\.on\.detail-type: .*no "Cord Pulled": such events/,
  ],
  [
    { on: { ...on, detail: { state: 'FAILED' } } },
    /^sources\.failed\.on: .*an EventBridge event pattern \(detail\.state/,
  ],
  [{ on: 'aws.ecs' }, /^sources\.failed\.on: .*an EventBridge event pattern/],
  [{ line: 'chekout' }, /^sources\.failed\.line: found "chekout"; allowed: "checkout", "search", "platform"/],
  [{ key: '$.detail.pipeline' }, /^sources\.failed\.key: .*a path/],
  [{ key: 'detail' }, /^sources\.failed\.key: .*a path/],
  [{ key: [] }, /^sources\.failed\.key: .*path/],
  [{ title: '' }, /^sources\.failed\.title: /],
  [{ title: ['x', { pth: 'detail.pipeline' }] }, /^sources\.failed\.title/],
  [{ severity: 'high' }, /^sources\.failed\.severity: found "high"; allowed: "stop", "help", "low"/],
  [{ closesAfter: { days: 31 } }, /^sources\.failed\.closesAfter: .*between 1 second and 30 days/],
  [
    { playbooks: [{ run: 'restart' }] },
    /^sources\.failed\.playbooks\[0\]\.run: found "restart"; allowed: "restart-checkout"/,
  ],
  [
    { severity: 'stop', playbooks: [{ run: 'restart-checkout' }] },
    /^sources\.failed: .*on a stopped line no machine acts/,
  ],
  [{ clear: on }, /^sources\.failed\.clear: found an unknown field/],
  [
    { on: { ...on, detail: { pipeline: Array.from({ length: 100 }, (_, n) => `pipeline-number-${n}`) } } },
    /of at most 2048/,
  ],
])('%j is refused', (more, problem) => {
  expect(problemsWith(more)).toContainEqual(expect.stringMatching(problem))
})

it('a name that can be no rule’s is refused', () => {
  expect(problemsOf({ ...example, sources: { 'Guard Duty': plain } })).toEqual([
    'sources.Guard Duty: found "Guard Duty"; allowed: a name of lower-case letters, digits and dashes, 32 at most',
  ])
})

it('more of them than the bus has room for are refused', () => {
  const many = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`source-${n}`, plain]))
  expect(problemsOf({ ...example, sources: many })).toEqual([
    expect.stringMatching(/^sources: .*at most 200: each is a rule/),
  ])
})

it('the ready ones are what a config may have, however little or much they are told', () => {
  const line = 'platform'
  const told = { line, severity: 'help', closesAfter: { hours: 1 }, playbooks: [{ run: 'restart-checkout' }] } as const
  const all = {
    ...Object.fromEntries(
      Object.entries(sources).map(([name, make]) => [name.toLowerCase(), make({ line, source: 'ours' })]),
    ),
    ...Object.fromEntries(
      Object.entries(sources).map(([name, make]) => [`${name.toLowerCase()}-told`, make({ ...told, source: 'ours' })]),
    ),
  }
  expect(problemsOf({ ...example, sources: all })).toEqual([])
})
