import fc from 'fast-check'
import { blastRadius } from '../../../functions/domain/guards/blast-radius.ts'
import { type Deed, mostDeeds } from '../../../functions/domain/hands.ts'
import type { Group } from '../../../functions/domain/radius.ts'
import { at } from '../../signals.ts'
import { someRules } from '../../usecases/hands-in-memory.ts'
import { aboutTo, aDeed, factsWith } from './about.ts'

const act = { kind: 'act' }
const web = 'autoscaling group/web'
const on = (...members: string[]) => aDeed({ mark: `on ${members.join()}`, members })

function judged(deeds: readonly Deed[], group: Partial<Group> = {}, radius = someRules.radius) {
  const about = aboutTo({ rules: { ...someRules, radius }, group: { name: web, members: ['i-9'], ...group } })
  const facts = factsWith([], { about })
  return blastRadius.judge({ ...facts, hands: { ...facts.hands!, group: { v: 1, all: deeds } } }, at('09:30'))
}

it('lets machines act on one member within an hour, or a fifth of a large group', () => {
  expect(judged([], { size: 3 })).toEqual(act)
  expect(judged([on('i-1')], { size: 9 })).toEqual({
    kind: 'people',
    because: `machines would have acted on 2 of 9 of ${web} within 1 hour, and may on 1`,
  })
  expect(judged([on('i-1')], { size: 10 })).toEqual(act)
  expect(judged([on('i-1'), on('i-2')], { size: 10 })).toMatchObject({ kind: 'people' })
})

it('counts what it is about to do at once, and each member once', () => {
  expect(judged([], { size: 4, members: ['i-1', 'i-2'] })).toMatchObject({ kind: 'people' })
  expect(judged([on('i-1'), on('i-1')], { size: 4, members: ['i-1'] })).toEqual(act)
})

it('lets go once the others were long enough ago, and does not count itself', () => {
  expect(judged([aDeed({ members: ['i-1'], at: at('08:30') })], { size: 4 })).toEqual(act)
  expect(judged([aDeed({ members: ['i-1'], mark: 'this-0' })], { size: 4 })).toEqual(act)
})

it('keeps to what the playbook’s config says', () => {
  expect(judged([on('i-1'), on('i-2')], { size: 4 }, { atMost: 3, percent: 0, within: 3600 })).toEqual(act)
  expect(judged([on('i-1')], { size: 4 }, { atMost: 0, percent: 50, within: 3600 })).toEqual(act)
  const later = { atMost: 0, percent: 10, within: 7 * 86_400 }
  expect(judged([aDeed({ members: ['i-1'], at: at('08:00') })], { size: 4 }, later)).toMatchObject({
    because: `machines would have acted on 2 of 4 of ${web} within 7 days, and may on 1`,
  })
})

it('takes a share of a group of unknown size for nothing', () => {
  expect(judged([on('i-1')], {}, { atMost: 0, percent: 100, within: 3600 })).toEqual({
    kind: 'people',
    because: `machines would have acted on 2 of ${web} within 1 hour, and may on 1`,
  })
})

it('lets nothing pass where what was done is not known, or not whole', () => {
  const unknown = { kind: 'people', because: `nobody can tell on how many of ${web} machines acted lately` }
  const about = aboutTo({ group: { name: web, size: 100, members: ['i-9'] } })
  expect(blastRadius.judge(factsWith([], { about }), at('09:30'))).toEqual(unknown)
  expect(judged(Array(mostDeeds).fill(on('i-1')), { size: 1000 })).toEqual(unknown)
  const long = [aDeed({ at: at('08:00') }), ...Array(mostDeeds - 1).fill(on('i-1'))]
  expect(judged(long, { size: 1000 })).toEqual(act)
})

it('has nothing against what is of no group', () => {
  expect(blastRadius.judge(factsWith([aDeed()]), at('09:30'))).toEqual(act)
})

it('never lets machines act on more than they may', () => {
  const member = fc.integer({ min: 1, max: 8 }).map((n) => `i-${n}`)
  const acts = fc.array(fc.uniqueArray(member, { minLength: 1, maxLength: 3 }), { maxLength: 12 })
  const radius = fc.record({ atMost: fc.nat(4), percent: fc.nat(100), within: fc.constant(3600) })
  fc.assert(
    fc.property(acts, radius, (all, radius) => {
      const done: Deed[] = []
      for (const [nth, members] of all.entries()) {
        if (judged(done, { size: 8, members }, radius).kind === 'act')
          done.push(aDeed({ mark: `act ${nth}`, members, at: at('09:00') }))
      }
      const touched = new Set(done.flatMap(({ members = [] }) => members)).size
      expect(touched).toBeLessThanOrEqual(Math.max(1, radius.atMost, Math.floor((8 * radius.percent) / 100)))
    }),
  )
})
