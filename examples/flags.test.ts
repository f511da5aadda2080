import type { Parameter } from '@aws-sdk/client-ssm'
import { sessionWith } from '../test/actions/an-imitation.ts'
import { itKeepsTheContract } from '../test/actions/contract.ts'
import * as flags from './flags.ts'

/** Systems Manager as the action sees it, with the flag new-basket on. */
function aFlag(change: Partial<Parameter> = {}) {
  const parameter: Parameter = { Type: 'String', Value: 'on', ...change }
  const writes: object[] = []
  return {
    parameter,
    writes,
    answers: {
      GetParameter: () => ({ Parameter: { ...parameter } }),
      PutParameter(request: { Value: string }) {
        writes.push(request)
        parameter.Value = request.Value
        return {}
      },
    },
    state: () => writes,
  }
}

const given = { flag: 'new-basket' }
await itKeepsTheContract(
  'flags',
  {
    turnOff: {
      given,
      world: () => aFlag(),
      refuses: [
        [{ flag: '*' }, 'flag'],
        [{ flag: 'shop/new-basket' }, 'flag'],
      ],
      senseless: {
        'the flag is off already': {
          world: () => aFlag({ Value: 'off' }),
          says: 'the flag new-basket is off already',
        },
        'the parameter is not plain text': {
          world: () => aFlag({ Type: 'SecureString' }),
          says: '/flags/new-basket is not plain text (its type is SecureString)',
        },
      },
    },
  },
  flags,
)

it('turns the flag off, and back to what it was', async () => {
  const { writes, ...imitation } = aFlag({ Value: '20 %' })
  const { session } = sessionWith(imitation)
  const action = flags.turnOff.on(given)
  const seen = await action.look(session)
  expect(action.title(seen)).toBe('turn off the flag new-basket (it is "20 %")')
  expect(await action.act(session, seen, 'mark')).toBe('the flag new-basket is off (it was "20 %")')
  expect(await action.undo?.(session, seen, 'mark-undo')).toBe('the flag new-basket is "20 %" again')
  expect(writes).toEqual([
    { Name: '/flags/new-basket', Value: 'off', Overwrite: true },
    { Name: '/flags/new-basket', Value: '20 %', Overwrite: true },
  ])
})

it.each(['act', 'undo'] as const)('leaves alone what somebody has set in the meantime: %s', async (what) => {
  const { parameter, writes, ...imitation } = aFlag()
  const { session } = sessionWith(imitation)
  const action = flags.turnOff.on(given)
  const seen = await action.look(session)
  parameter.Value = '5 %'
  await expect(action[what]?.(session, seen, 'mark')).rejects.toThrow(
    'somebody set the flag new-basket to "5 %" in the meantime, so nothing was changed',
  )
  expect(writes).toEqual([])
})
