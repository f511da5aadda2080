import { needsApproval } from '../../../functions/domain/guards/needs-approval.ts'
import type { Demotion, DemotionSeen } from '../../../functions/domain/demotion.ts'
import { noDeeds } from '../../../functions/domain/hands.ts'
import type { Incident } from '../../../functions/domain/incident.ts'
import { at } from '../../signals.ts'
import { someRules } from '../../usecases/hands-in-memory.ts'
import { aboutTo } from './about.ts'
import { someFacts } from './facts.ts'

const plan = { nth: 0, title: 'redeploy checkout', plan: '0a1b2c3d4e5f6071' }
const judged = (incident: Partial<Incident>, about = aboutTo({ plan }), demotion?: DemotionSeen) =>
  needsApproval.judge(
    { ...someFacts(incident), about, hands: { resource: noDeeds, line: noDeeds, demotion } },
    at('09:01'),
  )
const failed: Demotion = { playbook: 'restart-checkout', v: 1, incident: 'one', at: at('08:00'), because: 'gave up' }
const restored = { by: 'ada', at: at('08:30'), reason: '', id: 'r-1' }
const act = { kind: 'act' }
const asks = {
  kind: 'hold',
  because: 'may it redeploy checkout?',
  until: { kind: 'decision', within: 900 },
}

it.each(['observe', 'suggest', 'approve'] as const)('asks for exactly this plan at trust %s', (trust) => {
  expect(judged({ trust })).toEqual(asks)
})

it('does not ask twice for the same plan, but for another', () => {
  const approved = { plan: plan.plan, by: 'ada', at: at('09:00') }
  expect(judged({ trust: 'approve', approved })).toEqual(act)
  expect(judged({ trust: 'approve', approved: { ...approved, plan: 'another' } })).toEqual(asks)
})

it('does not ask at trust auto, nor of incidents of before there was trust, nor before it has looked', () => {
  expect(judged({ trust: 'auto' })).toEqual(act)
  expect(judged({})).toEqual(act)
  expect(judged({ trust: 'approve' }, aboutTo())).toEqual(act)
})

it('asks of a playbook that was put down, though the config trusts it, until it is restored', () => {
  const because = 'may it redeploy checkout? (it asks since it failed at one)'
  expect(judged({ trust: 'auto' }, undefined, failed)).toEqual({ ...asks, because })
  expect(judged({ trust: 'auto' }, undefined, { ...failed, restored })).toEqual(act)
  const approved = { plan: plan.plan, by: 'ada', at: at('09:00') }
  expect(judged({ trust: 'auto', approved }, undefined, failed)).toEqual(act)
})

it('asks where nobody can tell whether it was put down', () => {
  const because = 'may it redeploy checkout? (it asks because its trust cannot be read)'
  expect(judged({ trust: 'auto' }, undefined, 'unreadable')).toEqual({ ...asks, because })
  expect(needsApproval.judge({ ...someFacts({ trust: 'auto' }), about: aboutTo({ plan }) }, at('09:01'))).toEqual(asks)
})

it('calls people where nobody on the line may approve', () => {
  const about = aboutTo({ plan, rules: { ...someRules, someoneMayApprove: false } })
  const because =
    'restart-checkout must ask before it acts (it asks since it failed at one), and nobody may approve on checkout'
  expect(judged({ trust: 'auto' }, about, failed)).toEqual({ kind: 'people', because })
  expect(judged({ trust: 'auto' }, about)).toEqual(act)
})
