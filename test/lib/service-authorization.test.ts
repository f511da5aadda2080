import { loadTemplate } from '@andon/local-cloud/template/template.ts'
import { cdkOut } from '../cdk-out.ts'
import { meet, objectionsTo, withReference } from '../service-reference.ts'

const template = loadTemplate(cdkOut, { endpoint: 'http://127.0.0.1' })

interface Statement {
  readonly Action: string | string[]
  readonly Resource: string | string[]
}
const statementsIn = (properties: any): Statement[] => [
  ...(properties.Policies ?? []).flatMap(({ PolicyDocument }: any) => PolicyDocument.Statement),
  ...(properties.PolicyDocument?.Statement ?? []),
]

/** Action → all ARNs that it is granted on, whatever the statement. */
function grantsIn(statements: readonly Statement[]): Map<string, string[]> {
  const grants = statements.flatMap(({ Action, Resource }) => [Action].flat().map((action) => ({ action, Resource })))
  const alike = Map.groupBy(grants, ({ action }) => action)
  return new Map([...alike].map(([action, each]) => [action, each.flatMap(({ Resource }) => Resource)]))
}

const holders = template.ofType('AWS::IAM::Role', 'AWS::IoT::Policy').map(({ logicalId, properties }) => ({
  who: logicalId,
  grants: grantsIn(statementsIn(properties)),
}))

withReference('by AWS’s own reference, every action takes what we grant it on', () => {
  it.each(holders)('$who', ({ grants }) => {
    expect(grants.size).toBeGreaterThan(0)
    expect([...grants].flatMap(([action, arns]) => objectionsTo(action, arns))).toEqual([])
  })

  it('and the check would notice', () => {
    const certificate = 'arn:aws:iot:eu-central-1:000000000000:cert/*'
    expect(objectionsTo('iot:ListAttachedPolicies', [certificate])).toEqual([
      `iot:ListAttachedPolicies takes no resource, not ${certificate}`,
    ])
    expect(objectionsTo('iot:DescribeThing', [certificate])).toEqual([
      `iot:DescribeThing takes thing, not ${certificate}`,
      'iot:DescribeThing needs thing too',
    ])
    expect(objectionsTo('iot:DescribeThing', ['*'])).toEqual(['iot:DescribeThing on * could be on less'])
    expect(objectionsTo('iot:DescribeThings', ['*'])).toEqual(['iot:DescribeThings is unknown'])
  })
})

describe('two patterns', () => {
  it.each([
    ['function:*:*/run/*', 'function:escalate:*', true],
    ['thing/*', 'thing/desk-1', true],
    ['thing/*', 'cert/*', false],
    ['a*b', 'a', false],
    ['a*', 'a', true],
    ['*', '', true],
  ])('%s and %s have a text in common: %s', (one, other, expected) => {
    expect([meet(one, other), meet(other, one)]).toEqual([expected, expected])
  })
})
