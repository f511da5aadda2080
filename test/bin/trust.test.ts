import { marshall } from '@aws-sdk/util-dynamodb'
import { decideRestore } from '../../functions/domain/decide-restore.ts'
import type { Demotion } from '../../functions/domain/demotion.ts'
import type { RunRecord } from '../../functions/domain/run-record.ts'
import { at } from '../signals.ts'
import { anIncident } from './an-andon-with.ts'
import { anAndon, clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

const failed: Demotion = {
  playbook: 'restart-checkout',
  v: 1,
  incident: 'checkout-9',
  at: at('08:00'),
  because: 'gave up: acted, and it did not clear',
}
const aRun = (but: Partial<RunRecord>): RunRecord => ({
  playbook: 'restart-checkout',
  incident: 'checkout-9',
  run: 1,
  v: 5,
  line: 'checkout',
  title: 'checkout-5xx',
  openedAt: at('07:50'),
  at: at('08:00'),
  trust: 'auto',
  outcome: 'gave-up',
  left: [],
  ...but,
})

/** A deployed Andon with these runs on record, where restoring is settled at once. */
function anAndonOf({ runs = [], down }: { runs?: RunRecord[]; down?: Demotion | 'unreadable' } = {}) {
  const { items, handlers } = anAndon()
  const put = (pk: string, sk: string, item: object) => void items.set(`${pk} ${sk}`, marshall({ pk, sk, ...item }))
  for (const run of runs)
    put(`RECORD#${run.playbook}`, `RUN#${run.openedAt.slice(0, 10)}#${run.incident}#${run.run}`, run)
  if (down !== undefined) put('TRUST#restart-checkout', 'TRUST', down === 'unreadable' ? { v: 'x' } : down)
  const posted: any[] = []
  const POST = ({ address, body }: any) => {
    posted.push({ address, body })
    const act = { kind: 'restore', incident: 'checkout-9', by: 'Operators/ada', via: 'api', reason: '', ...body }
    const decision = decideRestore(anIncident('checkout-9'), failed, act, at('09:00'))
    if (decision.kind === 'change') put('TRUST#restart-checkout', 'TRUST', decision.demotion.after)
    return { status: 202, message: '' }
  }
  return {
    posted,
    aws: clientsFor({ ...handlers, POST }),
    deaf: clientsFor({ ...handlers, POST: () => ({ status: 202 }) }),
  }
}

it('shows how far each playbook goes, its record, and what its next rung takes', async () => {
  const ofSearch = { playbook: 'scale-search', line: 'search', trust: 'approve', outcome: 'proved' } as const
  const runs = [
    aRun({}),
    ...Array.from({ length: 6 }, (_, nth) => aRun({ ...ofSearch, incident: `search-${nth}` })),
    aRun({ ...ofSearch, incident: 'search-7', outcome: 'by-itself', openedAt: at('07:00') }),
  ]
  const { code, said } = await typed('trust', anAndonOf({ runs, down: failed }).aws)
  expect({ code, said }).toEqual({
    code: 0,
    said: [
      'restart-checkout: approve (auto by the config): asks before each act since it failed at checkout-9 ' +
        '(gave up: acted, and it did not clear), until a person restores it',
      '  2026-11-21: 1 gave-up',
      'scale-search: approve: has not earned auto yet: 6 of 10 proved runs in a row',
      '  scale-search ran 6 times this week: mend the cause',
      '  2026-11-21: 6 proved, 1 by-itself',
    ],
  })
})

it('gives all of it to programs, of one playbook', async () => {
  const { said } = await typed('trust restart-checkout --json', anAndonOf({ runs: [aRun({})] }).aws)
  expect(JSON.parse(said.join('\n'))).toEqual([
    {
      name: 'restart-checkout',
      title: 'Restart checkout',
      ladder: { trust: 'auto', effective: 'auto', inWords: 'acts by itself: there is no further rung' },
      record: [{ day: '2026-11-21', outcomes: { 'gave-up': 1 } }],
    },
  ])
})

it('restores it through the API, about exactly the failure that is shown', async () => {
  const { aws, posted } = anAndonOf({ down: failed })
  const { code, said } = await typed(['trust', 'restart-checkout', '--restore', '--reason', 'the image is mended'], aws)
  expect({ code, said }).toEqual({
    code: 0,
    said: ['restart-checkout: auto: acts by itself: there is no further rung'],
  })
  expect(posted).toEqual([
    {
      address: 'https://a1b2.execute-api.eu-central-1.amazonaws.com/incidents/checkout-9/restore',
      body: { playbook: 'restart-checkout', id: 'one-of-a-kind', reason: 'the image is mended' },
    },
  ])
})

it.each([
  ['trust nothing', {}, 'There is no playbook nothing (playbooks: restart-checkout, scale-search).'],
  ['trust --restore', {}, 'Which playbook?'],
  ['trust restart-checkout --restore', {}, 'restart-checkout was not put down.'],
  [
    'trust restart-checkout --restore',
    { down: 'unreadable' as const },
    'What is stored of the trust in restart-checkout cannot be read.',
  ],
])('refuses %s in words', async (line, there, because) => {
  const { aws, posted } = anAndonOf(there)
  const { code, remarked } = await typed(line, aws)
  expect([code, posted]).toEqual([1, []])
  expect(remarked).toContain(because)
})

it('says when nothing has come of it', async () => {
  const { code, remarked } = await typed('trust restart-checkout --restore', anAndonOf({ down: failed }).deaf)
  expect(code).toBe(1)
  expect(remarked).toContain('It was sent, but after 10 seconds restart-checkout is still down.')
})

describe('incidents --changed', () => {
  const runs = [
    aRun({ left: ['scale checkout from 2 to 4'] }),
    aRun({
      playbook: 'scale-search',
      incident: 'search-1',
      line: 'search',
      left: ['scale search'],
      openedAt: at('08:30'),
    }),
    aRun({ incident: 'checkout-8' }),
  ]

  it('lists what machines changed and nobody has undone', async () => {
    const { said } = await typed('incidents --changed', anAndonOf({ runs }).aws)
    expect(said).toEqual([
      'search-1  search: scale-search: scale search',
      'checkout-9  checkout: restart-checkout: scale checkout from 2 to 4',
    ])
  })

  it('of one line, for programs, and says when there is nothing', async () => {
    const { said } = await typed('incidents search --changed --json', anAndonOf({ runs }).aws)
    expect(JSON.parse(said.join('\n'))).toMatchObject([{ incident: 'search-1', left: ['scale search'] }])
    expect((await typed('incidents --changed', anAndonOf().aws)).remarked).toBe('Nothing is left to be undone.')
    expect((await typed('incidents nothing --changed', anAndonOf().aws)).code).toBe(1)
  })
})
