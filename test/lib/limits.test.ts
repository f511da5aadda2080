import { BadConfig } from '../../functions/config/parse-andon.ts'
import { checkTemplate } from '../../lib/limits.ts'
import { policyCharacters } from '../../lib/policy-characters.ts'

const roleWith = (Resource: unknown) => ({
  Policies: [{ PolicyDocument: { Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource }] } }],
})
const template = (Properties: unknown) =>
  JSON.stringify({ Resources: { Runner: { Type: 'AWS::IAM::Role', Properties } } })

describe('the characters of a policy', () => {
  it('are counted without white space, with references as long as they may become', () => {
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sqs:', { Ref: 'AWS::Region' }, ':queue']] }
    const written = 'arn:aws-us-gov:sqs:ap-southeast-1:queue'
    expect(policyCharacters(roleWith(arn))).toBe(policyCharacters(roleWith(written)))
    expect(policyCharacters(roleWith(written))).toBe(
      JSON.stringify(roleWith(written).Policies[0]!.PolicyDocument).length,
    )
  })

  it('count what only the deployment knows as longer than any of Andon’s names', () => {
    const queue = { 'Fn::GetAtt': ['Queue', 'Arn'] }
    const longest = `arn:aws-us-gov:sqs:ap-southeast-1:123456789012:${'q'.repeat(64)}`
    expect(policyCharacters(roleWith(queue))).toBeGreaterThanOrEqual(policyCharacters(roleWith(longest)))
  })
})

describe('a template that AWS would refuse', () => {
  const arns = (count: number) =>
    Array.from({ length: count }, (_, nth) => `arn:aws:sqs:eu-central-1:123456789012:${nth}`)

  it('passes when a role holds no more than IAM takes', () => {
    expect(() => checkTemplate(template(roleWith(arns(200))))).not.toThrow()
  })

  it('is refused by the number of characters and the name of the role', () => {
    expect(() => checkTemplate(template(roleWith(arns(300))))).toThrow(
      /playbooks: found 1\d{4} characters of policy in the role Runner; allowed: 10240\. Split/,
    )
  })

  it('is refused by its size in bytes', () => {
    const large = JSON.stringify({ Resources: {}, Metadata: { Andon: 'x'.repeat(1_000_001) } })
    expect(() => checkTemplate(large)).toThrow(BadConfig)
    expect(() => checkTemplate(large)).toThrow(/a template of 10000\d\d bytes; allowed: 1000000/)
  })
})
