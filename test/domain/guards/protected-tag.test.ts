import { protectedByTag } from '../../../functions/domain/guards/protected-tag.ts'
import { type Changed, type Protection, protects } from '../../../functions/domain/protection.ts'
import { at } from '../../signals.ts'
import { aboutTo } from './about.ts'
import { someFacts } from './facts.ts'

const plan = { nth: 0, title: 'redeploy checkout', plan: '0a1b2c3d4e5f6071' }
const service = 'arn:aws:ecs:eu-central-1:000000000000:service/shop/checkout'
const judged = (protection: Protection | undefined, changes: Changed = { arns: [service] }) =>
  protectedByTag.judge(
    { ...someFacts(), about: aboutTo({ plan, changes }), ...(protection && { protection }) },
    at('09:01'),
  )
const act = { kind: 'act' }
const people = (because: string) => ({ kind: 'people', because })

it('leaves to people what is marked for them', () => {
  expect(judged({ kind: 'protected', what: service })).toEqual(people(`${service} is tagged andon:protected`))
  expect(judged({ kind: 'none' }, { arns: [], seen: 'user deploys' })).toEqual(
    people('user deploys is tagged andon:protected'),
  )
})

it('holds for a minute while the tags cannot be read', () => {
  expect(judged({ kind: 'unknown', because: 'denied' })).toEqual({
    kind: 'hold',
    because: 'nobody can tell whether what it would change is tagged andon:protected (denied)',
    until: { kind: 'instant', at: at('09:02') },
  })
})

it('lets nothing pass of which nobody can tell what it changes, or whether that was asked', () => {
  const unknown = people('nobody can tell whether what it would change is tagged andon:protected')
  expect(judged({ kind: 'none' }, {})).toEqual(unknown)
  expect(judged(undefined)).toEqual(unknown)
})

it('has nothing against what is not marked, nor before it has looked', () => {
  expect(judged({ kind: 'none' })).toEqual(act)
  expect(protectedByTag.judge({ ...someFacts(), about: aboutTo() }, at('09:01'))).toEqual(act)
})

it.each([
  ['andon:protected', 'true', true],
  ['andon:protected', '', true],
  ['andon:protected', 'no', true],
  ['andon:protected', 'false', false],
  ['Andon:Protected', 'true', false],
  ['team', 'true', false],
])('by the tag %s=%j: %s', (key, value, is) => {
  expect(protects(key, value)).toBe(is)
})
