import { decideApprove, decideRefuse, decideRun, suggested } from '../../functions/domain/decide-decision.ts'
import { resolved } from '../../functions/domain/incident-changes.ts'
import { decisionAsked } from '../../functions/domain/run-changes.ts'
import type { Incident } from '../../functions/domain/incident.ts'
import { decide } from '../../functions/domain/decide.ts'
import { anAlarm, at, restartCheckout } from '../signals.ts'

const plan = { nth: 0, title: 'redeploy checkout', plan: '0a1b2c3d4e5f6071' }
const say = { id: 'one', by: 'ada', via: 'api', incident: 'x', plan: plan.plan } as const

function opened(trust: 'approve' | 'suggest'): Incident {
  const decision = decide(undefined, anAlarm({ playbook: { ...restartCheckout, trust } }))
  if (decision.kind !== 'change') throw new Error('expected a change')
  return decision.change.after
}
const asking = (more: Partial<typeof plan & { twoPeople: true }> = {}): Incident =>
  decisionAsked(opened('approve'), 'may it redeploy checkout?', 'a callback', at('09:01'), { ...plan, ...more }).after
const suggesting = (): Incident => suggested(opened('suggest'), 'suggests: redeploy checkout', at('09:01'), plan)!.after

it('begins as its trust lets it: a machine that asks is at work, one that suggests leaves it to people', () => {
  expect(opened('approve')).toMatchObject({ state: 'working', trust: 'approve', runs: 1 })
  expect(opened('suggest')).toMatchObject({ state: 'help', trust: 'suggest' })
})

describe('an approval', () => {
  it('is for exactly the plan that was asked for', () => {
    expect(decideApprove(asking(), { ...say, kind: 'approve' }, at('09:02'))).toMatchObject({
      change: {
        after: { state: 'working', approved: { plan: plan.plan, by: 'ada', at: at('09:02') } },
        entry: { kind: 'approved', text: 'ada approves: redeploy checkout' },
      },
    })
  })

  it.each<[string, Incident, object, string]>([
    ['of another plan', asking(), { plan: 'ffffffffffffffff' }, 'another-plan'],
    ['where nobody asks', opened('approve'), {}, 'nobody-asked'],
    ['after the alarm cleared', resolved(asking(), at('09:02'), 'the alarm').after, {}, 'resolved'],
    ['by who started it, where there must be two', { ...asking({ twoPeople: true }), runBy: 'ada' }, {}, 'same-person'],
  ])('does not count %s', (_, incident, but, because) => {
    expect(decideApprove(incident, { ...say, ...but, kind: 'approve' }, at('09:03'))).toEqual({
      kind: 'ignore',
      because,
    })
  })

  it('counts once, however often it is delivered', () => {
    const decision = decideApprove(asking(), { ...say, kind: 'approve' }, at('09:02'))
    const after = decision.kind === 'change' ? decision.change.after : undefined
    expect(decideApprove(after!, { ...say, kind: 'approve' }, at('09:03'))).toEqual({
      kind: 'ignore',
      because: 'repeated',
    })
    expect(after).not.toHaveProperty('asked')
  })
})

it('a refusal begins the escalation anew, with its own call', () => {
  const before = { ...asking(), escalation: { call: 1, told: 2 } }
  const decision = decideRefuse(before, { ...say, kind: 'refuse', reason: '' }, at('09:02'))
  expect(decision.kind === 'change' && decision.change.after).not.toHaveProperty('escalation')
})

it('a refusal calls people, with why', () => {
  expect(decideRefuse(asking(), { ...say, kind: 'refuse', reason: 'not during the sale' }, at('09:02'))).toMatchObject({
    change: {
      after: { state: 'help' },
      entry: { kind: 'refused', text: 'people are called: ada refuses: redeploy checkout (not during the sale)' },
    },
  })
})

describe('starting what is suggested', () => {
  it('approves exactly that, and starts another run', () => {
    expect(decideRun(suggesting(), { ...say, kind: 'run' }, at('09:02'))).toMatchObject({
      change: {
        after: { state: 'working', runs: 2, runBy: 'ada', approved: { plan: plan.plan } },
        entry: { kind: 'run-asked', text: 'ada starts: redeploy checkout' },
      },
    })
  })

  it.each<[string, Incident, object, string]>([
    ['of another plan', suggesting(), { plan: 'ffffffffffffffff' }, 'another-plan'],
    ['where nothing is suggested', opened('suggest'), {}, 'nobody-asked'],
    ['after the alarm cleared', resolved(suggesting(), at('09:02'), 'the alarm').after, {}, 'resolved'],
  ])('does not count %s', (_, incident, but, because) => {
    expect(decideRun(incident, { ...say, ...but, kind: 'run' }, at('09:03'))).toEqual({ kind: 'ignore', because })
  })
})

it('suggests once, and only while the incident is open and in people’s hands', () => {
  expect(suggested(suggesting(), 'again', at('09:02'), plan)).toBeUndefined()
  expect(suggested(opened('approve'), 'x', at('09:02'), plan)).toBeUndefined()
  expect(suggested(resolved(opened('suggest'), at('09:02'), 'the alarm').after, 'x', at('09:03'), plan)).toBeUndefined()
})
