import config from '../fixtures/andon.config.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { placesOf } from '../../functions/config/places.ts'
import { sources } from '../../functions/config/sources.ts'
import { place, Unusable } from '../../functions/domain/place.ts'
import { fromAnyEvent } from '../../functions/sources/configured/parse.ts'
import { aPipelineEvent } from '../an-event.ts'
import { at, home } from '../signals.ts'

const placed = (event: unknown, more: AndonConfig['sources'] = config.sources) =>
  place(placesOf({ ...config, sources: more ?? {} }, home), fromAnyEvent(event, at('09:10')))

it('opens on the line of its source, under the key that the event gives, by the event’s own time', () => {
  expect(placed(aPipelineEvent({ id: 'event-1' }))).toEqual([
    {
      kind: 'event',
      id: 'event-1',
      state: 'alarm',
      key: 'event pipeline-failed 000000000000 eu-central-1 checkout-deploy',
      line: 'checkout',
      at: at('09:00'),
      title: 'Pipeline checkout-deploy failed',
      reason: 'execution 01234567-0123-0123-0123-012345678901',
      source: 'pipeline-failed',
      severity: 'help',
      ...home,
    },
  ])
})

it('ends by its clearing event what it opened, and nothing of the same name in another account', () => {
  const [opened] = placed(aPipelineEvent())
  expect(placed(aPipelineEvent({ state: 'SUCCEEDED' }))).toMatchObject([
    { ...opened, id: expect.anything(), state: 'ok', title: expect.anything(), reason: '' },
  ])
  const [elsewhere] = placed(aPipelineEvent({ state: 'SUCCEEDED', account: '111122223333' }))
  expect(elsewhere).not.toMatchObject({ key: opened && 'key' in opened && opened.key })
})

it('is no source’s: it is set aside with what to do', () => {
  const unknown = [aPipelineEvent({ pipeline: 'search-deploy' }), aPipelineEvent({ state: 'STARTED' })]
  for (const event of unknown) {
    expect(() => placed(event)).toThrow(Unusable)
    expect(() => placed(event)).toThrow(/Andon does not know the event "CodePipeline .*; remove it .* or add it to/)
  }
})

describe('where the event lacks what the source’s paths lead to', () => {
  const byCommit = {
    ...config.sources,
    'pipeline-failed': { ...sources.codePipeline({ line: 'checkout' }), key: 'detail.commit' },
  }

  it('calls people all the same, under the source’s own key, and says what is missing', () => {
    expect(placed(aPipelineEvent(), byCommit)).toMatchObject([
      {
        state: 'alarm',
        key: 'event pipeline-failed 000000000000 eu-central-1',
        title: 'Pipeline checkout-deploy failed',
        reason: expect.stringMatching(/has no detail\.commit \(sources\.pipeline-failed\.key.*execution 0123/),
      },
    ])
  })

  it('ends nothing by a guess: the clearing event is set aside, and says what is missing', () => {
    expect(() => placed(aPipelineEvent({ state: 'SUCCEEDED' }), byCommit)).toThrow(Unusable)
    expect(() => placed(aPipelineEvent({ state: 'SUCCEEDED' }), byCommit)).toThrow(
      /no detail\.commit, by which that incident is found; correct sources\.pipeline-failed\.key/,
    )
  })

  it.each([[{}], [{ pipeline: {} }], [{ pipeline: '  ' }], [{ pipeline: null }], [[]]])(
    'names it in its place in the title: %j',
    (rest) => {
      const noPrefix = { 'pipeline-failed': sources.codePipeline({ line: 'checkout' }) }
      const event = aPipelineEvent({ detail: Array.isArray(rest) ? { state: 'FAILED' } : { ...rest, state: 'FAILED' } })
      expect(placed(event, noPrefix)).toMatchObject([
        { title: 'Pipeline (no detail.pipeline) failed', key: 'event pipeline-failed 000000000000 eu-central-1' },
      ])
    },
  )
})

describe('of several sources', () => {
  const one = sources.codePipeline({ line: 'checkout' })
  const other = sources.codePipeline({ line: 'search' })

  it('the first opens, and every one whose clearing event it is is ended', () => {
    expect(placed(aPipelineEvent(), { one, other })).toMatchObject([{ source: 'one', line: 'checkout' }])
    expect(placed(aPipelineEvent({ state: 'SUCCEEDED' }), { one, other })).toMatchObject([
      { source: 'one', line: 'checkout', state: 'ok' },
      { source: 'other', line: 'search', state: 'ok' },
    ])
  })
})

describe('what stands in the event', () => {
  const { 'pipeline-failed': _, ...others } = config.sources ?? {}
  const keyed = (key: string | readonly string[]) => ({
    ...others,
    keyed: { ...sources.codePipeline({ line: 'checkout' }), key },
  })
  const keyOf = (detail: object, key: string | readonly string[] = ['detail.a', 'detail.b']) => {
    const [signal] = placed(aPipelineEvent({ detail: { state: 'FAILED', ...detail } }), keyed(key))
    return signal && 'key' in signal ? signal.key : undefined
  }

  it('makes different keys of different lists of texts', () => {
    expect(keyOf({ a: 'x y', b: 'z' })).not.toBe(keyOf({ a: 'x', b: 'y z' }))
    expect(keyOf({ a: 'x" "y', b: 'z' })).not.toBe(keyOf({ a: 'x', b: 'y" "z' }))
  })

  it('makes different keys of long names that differ at their ends', () => {
    expect(keyOf({ a: `arn:${'x'.repeat(1000 - 5)}1` }, 'detail.a')).not.toBe(
      keyOf({ a: `arn:${'x'.repeat(995)}2` }, 'detail.a'),
    )
  })

  it('may be a number, false, or in a list; but nothing that every object inherits', () => {
    expect(keyOf({ a: 0, b: false })).toMatch(/"0" "false"$/)
    expect(keyOf({ list: [{ id: 'first' }] }, 'detail.list.0.id')).toMatch(/ first$/)
    expect(keyOf({}, 'detail.constructor.name')).toBe('event keyed 000000000000 eu-central-1')
  })

  it('is clipped, made whole, and stays within what a key of the table holds', () => {
    const long = keyOf({ a: '😀'.repeat(5000), b: '\ud800'.repeat(5000) })
    expect(Buffer.byteLength(long ?? '')).toBeLessThan(2000)
    const huge = {
      pipeline: `checkout-\n\n${'x'.repeat(100_000)}`,
      'execution-id': 'y'.repeat(100_000),
      state: 'FAILED',
    }
    const [signal] = placed(aPipelineEvent({ detail: huge }))
    expect(signal).toMatchObject({ title: expect.stringMatching(/^Pipeline checkout- x{150}/) })
    const { title = '', reason = '' } = signal && 'title' in signal ? signal : {}
    expect([title.length, reason.length]).toEqual([200, 1000])
  })
})

describe('a playbook of a source', () => {
  const withPlaybooks = (choice: object) => ({
    'pipeline-failed': sources.codePipeline({ line: 'checkout', playbooks: [{ run: 'restart-checkout', ...choice }] }),
  })

  it('runs for every event that opens, or for those that it is for, and never for a clearing one', () => {
    expect(placed(aPipelineEvent(), withPlaybooks({}))).toMatchObject([{ playbook: { name: 'restart-checkout' } }])
    expect(placed(aPipelineEvent(), withPlaybooks({ when: { version: [3] } }))).toMatchObject([{ playbook: {} }])
    expect(placed(aPipelineEvent(), withPlaybooks({ when: { version: [4] } }))[0]).not.toHaveProperty('playbook')
    expect(placed(aPipelineEvent({ state: 'SUCCEEDED' }), withPlaybooks({}))[0]).not.toHaveProperty('playbook')
  })

  it('does not run for an event of elsewhere, unless it names where', () => {
    const elsewhere = aPipelineEvent({ account: '111122223333' })
    expect(placed(elsewhere, withPlaybooks({}))).toMatchObject([{ elsewhere: true, withheld: 'Restart checkout' }])
    const from = { account: '111122223333', region: home.region }
    expect(placed(elsewhere, withPlaybooks({ from }))).toMatchObject([{ playbook: { name: 'restart-checkout' } }])
  })

  it('does not run where the key is missing: nobody can tell what it would act on', () => {
    const [source] = Object.values(withPlaybooks({}))
    const [signal] = placed(aPipelineEvent(), { 'pipeline-failed': { ...source!, key: 'detail.commit' } })
    expect(signal).toMatchObject({ state: 'alarm' })
    expect(signal).not.toHaveProperty('playbook')
  })

  it('is not one of the line’s own: those were chosen for alarms', () => {
    expect(placed(aPipelineEvent())[0]).not.toHaveProperty('playbook')
  })
})
