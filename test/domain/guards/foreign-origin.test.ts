import { foreignOrigin } from '../../../functions/domain/guards/foreign-origin.ts'
import type { Origins } from '../../../functions/domain/guards/guard.ts'
import { at } from '../../signals.ts'
import { someRules } from '../../usecases/hands-in-memory.ts'
import { aboutTo } from './about.ts'
import { someFacts } from './facts.ts'

const { home } = someRules.origins
const other = { account: '222222222222', region: 'us-east-1' }
const act = { kind: 'act' }
function judged(of: object, origins: Partial<Origins> = {}, arns: readonly string[] = []) {
  const rules = { ...someRules, origins: { home, chosen: [], ...origins } }
  return foreignOrigin.judge({ ...someFacts(of), about: aboutTo({ rules, changes: { arns } }) }, at('09:01'))
}
const people = {
  kind: 'people',
  because: 'it is of account 222222222222, region us-east-1, which the line does not name',
}

it('lets a machine act on the word of Andon’s own account and region, of cords and of devices', () => {
  expect(judged(home)).toEqual(act)
  expect(foreignOrigin.judge({ ...someFacts(), incident: withoutOrigin(), about: aboutTo() }, at('09:01'))).toEqual(act)
})

it('leaves to people what is of elsewhere', () => {
  expect(judged(other)).toEqual(people)
  expect(judged({ ...home, region: 'us-east-1' })).toMatchObject({ kind: 'people' })
})

it('takes what a choice of the playbook names, account and region together', () => {
  expect(judged(other, { chosen: [other] })).toEqual(act)
  expect(judged({ ...other, region: home.region }, { chosen: [other] })).toMatchObject({ kind: 'people' })
})

it('takes what the line names, and nothing else', () => {
  const line = { accounts: [other.account], regions: [other.region] }
  expect(judged(other, line)).toEqual(act)
  expect(judged(home, line)).toMatchObject({ kind: 'people' })
  expect(judged(home, { ...line, chosen: [home] })).toMatchObject({ kind: 'people' })
  expect(judged({ ...home, region: 'us-east-1' }, { regions: ['us-east-1'] })).toEqual(act)
  expect(judged(other, { regions: ['us-east-1'] })).toEqual(people)
  expect(judged(other, { regions: ['us-east-1'], chosen: [other] })).toEqual(act)
})

it('changes nothing elsewhere than where the line names', () => {
  const arn = (region: string, account = home.account) => `arn:aws:ecs:${region}:${account}:service/shop/checkout`
  expect(judged(home, { regions: [home.region] }, [arn('us-east-1')])).toEqual({
    kind: 'people',
    because: `${arn('us-east-1')} is of an account or region that the line does not name`,
  })
  expect(judged(home, { accounts: [home.account] }, [arn('us-east-1', '222222222222')])).toMatchObject({
    kind: 'people',
  })
  expect(judged(home, { regions: [home.region] }, [arn(home.region), 'arn:aws:s3:::shop-invoices'])).toEqual(act)
  // The playbook names it, and its role can do nothing else.
  expect(judged(home, {}, [arn('us-east-1')])).toEqual(act)
})

function withoutOrigin() {
  const { account: _, region: __, ...incident } = someFacts().incident
  return incident
}
