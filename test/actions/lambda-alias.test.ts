import { CannotAct } from '../../functions/actions/failure.ts'
import { rollBackAlias } from '../../functions/actions/lambda.ts'
import { aFunction } from './a-function.ts'

const action = rollBackAlias.on({ function: 'checkout', alias: 'live' })

it('says from what to what, once it has looked', async () => {
  expect(action.title()).toBe('roll back alias live of function checkout to its previous version')
  expect(action.title(await action.look(aFunction(6, 7).session))).toBe(
    'roll back alias live of function checkout from version 7 to 6',
  )
})

it.each<[string, number[], string, string]>([
  ['the newest before the present one', [5, 6, 7], '7', '6'],
  ['the newest that is left', [2, 3, 7], '7', '3'],
  ['by number, and not by spelling', [8, 9, 10], '10', '9'],
  ['what was before it, though newer ones are published', [5, 6, 7, 8], '6', '5'],
])('goes back to %s', async (_, published, from, to) => {
  const { session, alias } = aFunction(...published)
  alias.version = from
  expect(await action.look(session)).toEqual({ from, to, revision: '1' })
})

it('points the alias there, as it was when it was read', async () => {
  const { session, changes } = aFunction(6, 7)
  const plan = await action.look(session)
  expect(await action.act(session, plan, 'mark')).toBe('alias live of function checkout went back from version 7 to 6')
  expect(await action.act(session, plan, 'mark')).toBe('alias live of function checkout is back at version 6')
  expect(changes).toEqual([{ FunctionName: 'checkout', Name: 'live', FunctionVersion: '6', RevisionId: '1' }])
})

it.each(['act', 'undo'] as const)('leaves alone what somebody pointed elsewhere meanwhile: %s', async (what) => {
  const { session, changes, alias } = aFunction(6, 7)
  const plan = await action.look(session)
  alias.version = '8'
  await expect(action[what]?.(session, plan, 'mark')).rejects.toThrow(
    'somebody pointed alias live of function checkout to version 8 in the meantime, so nothing was changed',
  )
  expect(changes).toEqual([])
})

it('does not go back again when somebody has pointed it back since then', async () => {
  const { session, changes, alias } = aFunction(6, 7)
  const plan = await action.look(session)
  await action.act(session, plan, 'mark')
  // Whose answer was lost; and a person saw that it made it worse.
  Object.assign(alias, { version: '7', revision: 3 })
  await expect(action.act(session, plan, 'mark')).rejects.toThrow('somebody pointed alias live of function checkout')
  expect(changes).toHaveLength(1)
})

it('does not cut into a deployment that has begun meanwhile', async () => {
  const { session, changes, alias } = aFunction(6, 7)
  const plan = await action.look(session)
  alias.weights = { 8: 0.1 }
  await expect(action.act(session, plan, 'mark')).rejects.toThrow('shares its traffic between two versions')
  expect(changes).toEqual([])
})

it('looks again when the alias changed between reading and writing', async () => {
  const { session, changes, alias, answers } = aFunction(6, 7)
  const plan = await action.look(session)
  const read = answers.GetAlias
  answers.GetAlias = () => {
    const answer = read()
    alias.revision++
    return answer
  }
  const failure: unknown = await action.act(session, plan, 'mark').catch((error: unknown) => error)
  expect(failure).toMatchObject({ name: 'PreconditionFailedException' })
  expect(failure).not.toBeInstanceOf(CannotAct)
  expect(changes).toEqual([])
})

it('is undone by what was there before', async () => {
  const { session, alias } = aFunction(6, 7)
  const plan = await action.look(session)
  await action.act(session, plan, 'mark')
  expect(await action.undo?.(session, plan, 'mark')).toBe('alias live of function checkout points to version 7 again')
  expect(alias.version).toBe('7')
})
