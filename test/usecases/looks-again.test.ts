import { CannotAct } from '../../functions/actions/failure.ts'
import type { Guard } from '../../functions/domain/guards/guard.ts'
import { at } from '../signals.ts'
import { aRun, anAction } from './a-run.ts'

/** Lets it begin, and holds its act. */
function heldBeforeItActs() {
  const asked: string[] = []
  let isHeld = false
  const guard: Guard = {
    name: 'not-before',
    judge: () =>
      isHeld
        ? { kind: 'hold', because: 'it is not yet ten', until: { kind: 'instant', at: at('10:00') } }
        : { kind: 'act' },
  }
  const all = aRun({ guards: [guard] })
  all.world.onStep = (name) => {
    asked.push(name)
    if (name === '1 one: act') isHeld = true
  }
  all.world.onWait = () => (isHeld = false)
  return { ...all, asked }
}

it('looks again at what waited before it acts: somebody may have done it by hand', async () => {
  const { run, said, asked } = heldBeforeItActs()
  const one = anAction('one', {
    async look() {
      if (asked.includes('1 one: act')) throw new CannotAct('one is done already')
      return {}
    },
  })
  await run(one)
  expect(one.acts).toBe(0)
  expect(said).toContain('failed: one is done already')
})

it('acts on what it saw first, where that still makes sense', async () => {
  const { run, asked } = heldBeforeItActs()
  let looks = 0
  const plans: unknown[] = []
  const one = anAction('one', {
    look: async () => ({ look: ++looks }),
    act: async (plan) => (plans.push(plan), 'done'),
  })
  await run(one)
  expect(plans).toEqual([{ look: 1 }])
  expect(asked).toContain('1 one: act, after hold 1: look again')
})

it('looks only once where nothing held it', async () => {
  let looks = 0
  await aRun().run(anAction('one', { look: async () => ({ look: ++looks }) }))
  expect(looks).toBe(1)
})
