import { at } from '../signals.ts'
import { anAndonWith, anIncident } from './an-andon-with.ts'
import { clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

const there = () => {
  const stopped = anIncident('checkout-3', { state: 'stop', title: 'cord desk-1 was pulled', acknowledgedBy: 'bob' })
  const over = anIncident('search-1', {
    line: 'search',
    state: 'resolved',
    resolvedAt: at('08:59'),
    resolvedBy: 'the alarm',
  })
  const andon = anAndonWith(
    anIncident('checkout-1'),
    anIncident('checkout-2', { title: 'red \u001b[2J' }),
    stopped,
    over,
  )
  andon.keepEntry({ kind: 'opened', at: at('08:50'), text: 'people are called', incident: stopped }, 1)
  andon.keepEntry({ kind: 'stopped', at: at('08:55'), text: 'ada stopped\nthe line', incident: stopped }, 2)
  return andon.aws
}

it('andon status: how each line is', async () => {
  const { code, said } = await typed('status', there())
  expect(code).toBe(0)
  expect(said).toEqual([
    'checkout: stop, 3 open, 2 unanswered: cord desk-1 was pulled; prices look wrong; red',
    'search: calm',
  ])
})

it('andon status --json: the same for programs', async () => {
  const { said } = await typed('status --json', there())
  expect(JSON.parse(said.join('\n'))).toMatchObject([
    { line: 'checkout', state: 'stop', open: 3 },
    { line: 'search', state: 'calm', open: 0 },
  ])
})

it('andon status: counts what it does not name', async () => {
  const { aws } = anAndonWith(...Array.from({ length: 163 }, (_, nth) => anIncident(`checkout-${nth}`)))
  expect((await typed('status', aws)).said[0]).toMatch(/^checkout: help, 163 open, 163 unanswered: .*; and 160 more$/)
})

it('andon incidents: what is open, most urgent first', async () => {
  const { said } = await typed('incidents', there())
  expect(said).toEqual([
    'checkout-3  checkout: stop since 2026-11-21 08:50 UTC, answered by bob: cord desk-1 was pulled',
    'checkout-1  checkout: help since 2026-11-21 08:50 UTC: prices look wrong',
    'checkout-2  checkout: help since 2026-11-21 08:50 UTC: red',
  ])
  expect(await typed('incidents search', there())).toMatchObject({ said: [], remarked: 'Nothing is open.' })
})

it('andon incidents --resolved: what was resolved on a day', async () => {
  const { said } = await typed('incidents --resolved 2026-11-21', there())
  expect(said).toEqual([
    'search-1  search: resolved at 2026-11-21 08:59 UTC by the alarm, open since 2026-11-21 08:50 UTC: prices look wrong',
  ])
  expect(await typed('incidents checkout --resolved 2026-11-21', there())).toMatchObject({ said: [], code: 0 })
  expect((await typed('incidents --resolved yesterday', there())).code).toBe(2)
})

it('andon incidents <incident>: one with its timeline, safe to look at', async () => {
  const { said } = await typed('incidents checkout-3', there())
  expect(said).toEqual([
    'checkout-3  checkout: stop since 2026-11-21 08:50 UTC, answered by bob: cord desk-1 was pulled',
    '  2026-11-21 08:50 UTC  people are called',
    '  2026-11-21 08:55 UTC  ada stopped the line',
  ])
})

it('andon incidents: knows neither line nor incident of another name', async () => {
  expect(await typed('incidents chekout', there())).toMatchObject({ code: 1, said: [] })
})

describe('just after a line was renamed', () => {
  const renamed = () => {
    const { handlers } = anAndonWith(anIncident('checkout-1'))
    const Andon = { lines: { shop: { title: 'Shop', was: ['till', 'checkout'] } }, lights: {}, cords: {} }
    return clientsFor({ ...handlers, GetTemplateSummary: () => ({ Metadata: JSON.stringify({ Andon }) }) })
  }

  it('what is open under its earlier name is shown, and is its own', async () => {
    expect((await typed('status', renamed())).said).toEqual([
      'shop: calm',
      'checkout: help, 1 open, 1 unanswered: prices look wrong',
    ])
    for (const line of ['incidents', 'incidents shop', 'answer']) {
      expect((await typed(line, renamed())).said).toEqual([expect.stringMatching(/^checkout-1 {2}checkout: help/)])
    }
  })

  it('and can be answered by its new one', async () => {
    expect(await typed('answer shop', renamed())).toMatchObject({
      code: 0,
      said: [expect.stringContaining('checkout-1')],
    })
  })
})
