import { CannotAct } from '../../functions/actions/failure.ts'
import { sessionWith } from './an-imitation.ts'
import { objectionsTo, withAwsModels } from './aws-models.ts'
import { type About, begun, mark, prepare, undoMark } from './contract-fixture.ts'

export function itLooksAndActs(about: About) {
  const { world } = about.fixture

  it('looks without changing anything, and remembers what JSON can hold', async () => {
    const imitation = world()
    const before = JSON.stringify(imitation.state())
    const plan = await prepare(about).look(sessionWith(imitation).session)
    expect(JSON.stringify(imitation.state())).toBe(before)
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  })

  // What is never repeated is held to that by its step: test/handlers/durable-steps.test.ts.
  if (!about.action.atMostOnce) itActsOnce(about)
  it('undoes once, though it is told to twice, if it can at all', async () => {
    const { imitation, plan, action, session } = await begun(about)
    await action.act(session, plan, mark)
    const acted = JSON.stringify(imitation.state())
    await action.undo?.(session, plan, undoMark)
    const undone = JSON.stringify(imitation.state())
    expect(undone !== acted).toBe(about.action.canUndo)
    await action.undo?.(session, plan, undoMark)
    expect(JSON.stringify(imitation.state())).toBe(undone)
  })

  it('makes the calls that it declares, all of them and no others', async () => {
    const { plan, action, session, made } = await begun(about)
    await action.act(session, plan, mark)
    await action.undo?.(session, plan, undoMark)
    const declared = action.calls.map(({ operation }) => operation)
    expect(new Set(made)).toEqual(new Set(declared))
  })
}

function itActsOnce(about: About) {
  it('acts once, though it is told to twice', async () => {
    const { imitation, plan, action, session } = await begun(about)
    const before = JSON.stringify(imitation.state())
    expect(await action.act(session, plan, mark)).toMatch(/\S/)
    const once = JSON.stringify(imitation.state())
    expect(once).not.toBe(before)
    expect(await action.act(session, plan, mark)).toMatch(/\S/)
    expect(JSON.stringify(imitation.state())).toBe(once)
  })
}

export function itRefusesWhatMakesNoSense(about: About) {
  const { senseless } = about.fixture
  const { refuses } = about.action

  it('has a world for each of its reasons to refuse', () => {
    expect(Object.keys(senseless).sort()).toEqual([...refuses].sort())
  })

  it.each(Object.entries(senseless))('refuses, and changes nothing, where %s', async (_, { world, says }) => {
    const imitation = world()
    const before = JSON.stringify(imitation.state())
    const refusal: unknown = await prepare(about)
      .look(sessionWith(imitation).session)
      .catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(CannotAct)
    expect(refusal).toHaveProperty('message', says instanceof RegExp ? expect.stringMatching(says) : says)
    expect(JSON.stringify(imitation.state())).toBe(before)
  })
}

/** Requests and imitated answers against AWS's own models: names, types, what is required, limits. */
export function itSpeaksAsAwsDoes(about: About) {
  withAwsModels('by AWS’s own model of the service', () => {
    it('asks for nothing that AWS would not understand, and is answered nothing that AWS would not say', async () => {
      const { plan, action, session, exchanges } = await begun(about)
      await action.act(session, plan, mark)
      await action.undo?.(session, plan, undoMark)
      expect(exchanges.flatMap((exchange) => objectionsTo(exchange))).toEqual([])
    })
  })
}
