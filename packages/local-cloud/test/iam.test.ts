import fc from 'fast-check'
import { evaluate, policyFrom } from '../src/services/iam/iam.ts'
import { iotContext } from '../src/services/iam/iot.ts'
import { NotModelled } from '../src/not-modelled.ts'

const table = 'arn:aws:dynamodb:eu-central-1:000000000000:table/incidents'
const policy = (...Statement: object[]) => policyFrom({ Version: '2012-10-17', Statement }, 'a policy')
const allow = (but: object = {}) => ({ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table, ...but })
const verdict = (statements: object[], action = 'dynamodb:PutItem', resource = table, context = {}) =>
  evaluate([policy(...statements)], action, resource, context)

describe('a verdict', () => {
  it.each<[why: string, statements: object[], expected: string]>([
    ['what is allowed', [allow()], 'allowed'],
    ['what nothing allows', [], 'implicitDeny'],
    ['another action', [allow({ Action: 'dynamodb:GetItem' })], 'implicitDeny'],
    ['another resource', [allow({ Resource: `${table}-2` })], 'implicitDeny'],
    ['a Deny beside an Allow', [allow(), allow({ Effect: 'Deny' })], 'explicitDeny'],
    ['an action whatever its case', [allow({ Action: 'DynamoDB:putitem' })], 'allowed'],
    ['an action by wildcard', [allow({ Action: ['sqs:*', 'dynamodb:Put*'] })], 'allowed'],
    ['a resource by wildcard', [allow({ Resource: 'arn:aws:dynamodb:*:*:table/incident?' })], 'allowed'],
    ['a resource in another case', [allow({ Resource: table.toUpperCase() })], 'implicitDeny'],
    ['all but an action', [{ Effect: 'Allow', NotAction: 'dynamodb:PutItem', Resource: '*' }], 'implicitDeny'],
    ['all but another action', [{ Effect: 'Allow', NotAction: 'dynamodb:GetItem', Resource: '*' }], 'allowed'],
    ['all but a resource', [{ Effect: 'Allow', Action: '*', NotResource: table }], 'implicitDeny'],
  ])('for %s', (_, statements, expected) => expect(verdict(statements)).toBe(expected))
})

describe('a condition', () => {
  it.each<[condition: object, context: object, expected: string]>([
    [{ StringEquals: { 'aws:SourceAccount': '1' } }, { 'AWS:sourceaccount': '1' }, 'allowed'],
    [{ StringEquals: { 'aws:SourceAccount': ['1', '2'] } }, { 'aws:SourceAccount': '2' }, 'allowed'],
    [{ StringEquals: { 'aws:SourceAccount': '*' } }, { 'aws:SourceAccount': '2' }, 'implicitDeny'],
    [{ StringEquals: { 'aws:SourceAccount': '1' } }, {}, 'implicitDeny'],
    [{ StringEqualsIfExists: { 'aws:SourceAccount': '1' } }, {}, 'allowed'],
    [{ StringNotEquals: { k: ['a', 'b'] } }, { k: 'b' }, 'implicitDeny'],
    [{ StringNotEquals: { k: 'a' } }, {}, 'allowed'],
    [{ StringLike: { k: 'a*' } }, { k: 'abc' }, 'allowed'],
    [{ StringEqualsIgnoreCase: { k: 'ABC' } }, { k: 'abc' }, 'allowed'],
    [{ ArnLike: { k: 'arn:aws:events:*:*:rule/*' } }, { k: 'arn:aws:events:eu:1:rule/a:b' }, 'allowed'],
    [{ ArnLike: { k: 'arn:aws:*:rule/a' } }, { k: 'arn:aws:events:eu:1:rule/a' }, 'implicitDeny'],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, { 'aws:SecureTransport': 'true' }, 'implicitDeny'],
    [{ Null: { k: 'true' } }, {}, 'allowed'],
    [{ NumericLessThan: { k: '10' } }, { k: '9' }, 'allowed'],
    [{ 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, 'implicitDeny'],
    [{ 'ForAnyValue:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, 'allowed'],
    [{ StringEquals: { k: 'a' }, Bool: { b: 'true' } }, { k: 'a', b: 'false' }, 'implicitDeny'],
  ])('%j of %j', (Condition, context, expected) => {
    expect(verdict([allow({ Condition })], undefined, undefined, context)).toBe(expected)
  })

  it('that is not modelled is refused when the policy is read', () => {
    const unknown = () => policy(allow({ Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-01' } } }))
    expect(unknown).toThrow(NotModelled)
    expect(unknown).toThrow(/DateLessThan in a policy/)
  })
})

describe('a variable', () => {
  const own = (variable: string) =>
    allow({ Action: 'iot:Publish', Resource: `arn:aws:iot:::topic/andon/lights/\${${variable}}/reported` })
  const mayPublish = (variable: string, connection: Parameters<typeof iotContext>[0], light: string) =>
    verdict(
      [own(variable)],
      'iot:Publish',
      `arn:aws:iot:::topic/andon/lights/${light}/reported`,
      iotContext(connection),
    )

  it('is the connection’s own value', () => {
    const connection = { clientId: 'c-1', thing: { name: 'desk-1', attributes: { line: 'checkout' } } }
    expect(mayPublish('iot:ClientId', connection, 'c-1')).toBe('allowed')
    expect(mayPublish('iot:Connection.Thing.ThingName', connection, 'desk-1')).toBe('allowed')
    expect(mayPublish('iot:Connection.Thing.Attributes[line]', connection, 'checkout')).toBe('allowed')
    expect(mayPublish('iot:Connection.Thing.ThingName', connection, 'desk-2')).toBe('implicitDeny')
  })
  it('without a value fits nothing', () => {
    expect(mayPublish('iot:Connection.Thing.ThingName', { clientId: 'c-1' }, '')).toBe('implicitDeny')
  })
  it('gains no power from what a client calls itself', () => {
    const id = fc.string({ unit: fc.constantFrom('*', '?', '$', '{', '}', 'a', '/', '\\'), minLength: 1 })
    fc.assert(
      fc.property(id, id, (clientId, light) => {
        expect(mayPublish('iot:ClientId', { clientId }, light)).toBe(clientId === light ? 'allowed' : 'implicitDeny')
      }),
    )
    expect(mayPublish('iot:ClientId', { clientId: '*' }, 'desk-1')).toBe('implicitDeny')
  })
  it('may also stand for a star itself', () => {
    const starred = [allow({ Resource: 'a${*}' })]
    expect(verdict(starred, undefined, 'a*')).toBe('allowed')
    expect(verdict(starred, undefined, 'ab')).toBe('implicitDeny')
  })
})

it('answers a hostile pattern as soon as a friendly one', () => {
  const started = performance.now()
  expect(verdict([allow({ Resource: `${'*a'.repeat(200)}b` })], undefined, 'a'.repeat(5000))).toBe('implicitDeny')
  expect(performance.now() - started).toBeLessThan(2000)
})
