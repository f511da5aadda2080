import { invoke, pauseEventSource, reserveConcurrency, rollBackAlias } from '../../functions/actions/lambda.ts'
import { aFunction, aFunctionWhere, uuid } from './a-function.ts'
import { arnTextOf } from './arn-text.ts'
import { itKeepsTheContract } from './contract.ts'

const ofAlias = { function: 'checkout', alias: 'live' }
const ofMapping = { function: 'checkout', mapping: uuid }
const ofInvocation = { function: 'checkout', qualifier: 'live', payload: { repair: ['orders'] } }

await itKeepsTheContract('lambda', {
  rollBackAlias: {
    given: ofAlias,
    world: () => aFunction(3, 5, 6, 7),
    refuses: [
      [{ function: 'checkout' }, 'alias'],
      [{ ...ofAlias, function: 'checkout:live' }, 'function'],
      [{ ...ofAlias, alias: '*' }, 'alias'],
    ],
    senseless: {
      'the alias shares its traffic between two versions': {
        world: aFunctionWhere(({ alias }) => (alias.weights = { 6: 0.9 })),
        says: 'alias live of function checkout shares its traffic between two versions (a deployment is under way), so nothing was changed',
      },
      'the alias points to $LATEST': {
        world: aFunctionWhere(({ alias }) => (alias.version = '$LATEST')),
        says: 'alias live of function checkout points to $LATEST, which has no version before it',
      },
      'the function has no version before the present one': {
        world: () => aFunction(7),
        says: 'checkout has no version before 7 to go back to',
      },
    },
  },
  reserveConcurrency: {
    given: { function: 'checkout', to: 0 },
    names: ['checkout', '0'],
    world: () => aFunction(7),
    refuses: [
      [{ function: 'checkout' }, 'to'],
      [{ function: 'checkout', to: -1 }, 'to'],
      [{ function: 'checkout', to: 1001 }, 'to'],
      [{ function: 'checkout', to: 1.5 }, 'to'],
      [{ function: '*', to: 1 }, 'function'],
    ],
    senseless: {
      'that many are reserved already': {
        world: aFunctionWhere(({ concurrency }) => (concurrency.reserved = 0)),
        says: 'checkout has a reserved concurrency of 0 already',
      },
    },
  },
  pauseEventSource: {
    given: ofMapping,
    world: () => aFunction(7),
    refuses: [
      [{ function: 'checkout' }, 'mapping'],
      [{ ...ofMapping, mapping: 'orders' }, 'mapping'],
      [{ ...ofMapping, mapping: '*' }, 'mapping'],
      [{ ...ofMapping, function: 'a b' }, 'function'],
    ],
    senseless: {
      'the event source mapping feeds another function': {
        world: aFunctionWhere(({ mapping }) => {
          mapping.FunctionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:checkout-eu'
        }),
        says: `mapping ${uuid} feeds checkout-eu, not checkout`,
      },
      'the event source mapping is disabled already': {
        world: aFunctionWhere(({ mapping }) => (mapping.State = 'Disabled')),
        says: `mapping ${uuid} is disabled already`,
      },
      'the event source mapping is being changed': {
        world: aFunctionWhere(({ mapping }) => (mapping.State = 'Updating')),
        says: `mapping ${uuid} is being changed by somebody (Updating), so nothing was changed`,
      },
    },
  },
  invoke: {
    given: ofInvocation,
    world: () => aFunction(7),
    refuses: [
      [{ ...ofInvocation, function: 'checkout:*' }, 'function'],
      [{ ...ofInvocation, qualifier: '$LATEST' }, 'qualifier'],
      [{ ...ofInvocation, payload: 'a text' }, 'payload'],
      [{ ...ofInvocation, payload: { at: new Date(0) } }, 'payload.at'],
    ],
    senseless: {
      'the function is not active': {
        world: aFunctionWhere(({ configuration }) => (configuration.State = 'Pending')),
        says: 'checkout:live is not active (Pending)',
      },
    },
  },
})

it('names the calls that it makes, on the one function', () => {
  const prepared = [
    rollBackAlias.on(ofAlias),
    reserveConcurrency.on({ function: 'checkout', to: 5 }),
    pauseEventSource.on(ofMapping),
    invoke.on(ofInvocation),
    invoke.on({ function: 'checkout' }),
  ]
  const grants = prepared.map(({ calls }) =>
    calls.flatMap((call) => call.grants.flatMap((grant) => arnTextOf(grant).map((arn) => `${grant.action} ${arn}`))),
  )
  expect(grants).toEqual([
    [
      'lambda:GetAlias lambda:::function:checkout',
      'lambda:ListVersionsByFunction lambda:::function:checkout',
      'lambda:UpdateAlias lambda:::function:checkout',
    ],
    [
      'lambda:GetFunctionConcurrency lambda:::function:checkout',
      'lambda:PutFunctionConcurrency lambda:::function:checkout',
      'lambda:DeleteFunctionConcurrency lambda:::function:checkout',
    ],
    [
      `lambda:GetEventSourceMapping lambda:::event-source-mapping:${uuid}`,
      `lambda:UpdateEventSourceMapping lambda:::event-source-mapping:${uuid}`,
    ],
    [
      'lambda:GetFunctionConfiguration lambda:::function:checkout:live',
      'lambda:InvokeFunction lambda:::function:checkout:live',
    ],
    ['lambda:GetFunctionConfiguration lambda:::function:checkout', 'lambda:InvokeFunction lambda:::function:checkout'],
  ])
})

it('may change a mapping only as long as it feeds the function', () => {
  const conditions = pauseEventSource.on(ofMapping).calls.flatMap(({ grants }) => grants.map(({ when }) => when))
  const feeds = {
    ArnLike: {
      'lambda:FunctionArn': [
        { service: 'lambda', resource: 'function:checkout' },
        { service: 'lambda', resource: 'function:checkout:*' },
      ],
    },
  }
  expect(conditions).toEqual([feeds, feeds])
})
