import { needsApproval } from '../../../functions/domain/guards/needs-approval.ts'
import type { Incident } from '../../../functions/domain/incident.ts'
import { at } from '../../signals.ts'
import { aboutTo } from './about.ts'
import { someFacts } from './facts.ts'

const plan = { nth: 0, title: 'redeploy checkout', plan: '0a1b2c3d4e5f6071' }
const judged = (incident: Partial<Incident>, about = aboutTo({ plan })) =>
  needsApproval.judge({ ...someFacts(incident), about }, at('09:01'))
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
