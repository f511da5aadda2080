import { actions } from '../../functions/config/actions.ts'
import type { AndonConfig } from '../../functions/config/define-andon.ts'
import { BadConfig } from '../../functions/config/parse-andon.ts'
import { checkResources, checkTemplate } from '../../lib/limits.ts'
import { policyCharacters } from '../../lib/policy-characters.ts'
import example from '../fixtures/andon.config.ts'
import { ofType } from './reading.ts'
import { synthesize } from './synthesized.ts'

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

/** `most` names, each as long as a name may be. */
const named = <T>(most: number, name: string, of: (nth: number) => T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: most }, (_, nth) => [`${name}-${nth}-`.padEnd(32, 'x'), of(nth)]))

function aConfig({ lines, playbooks, lights }: { lines: number; playbooks: number; lights: number }): AndonConfig {
  const service = (nth: number) => ({ cluster: 'shop', service: `service-${nth}` })
  const all = named(lines, 'line', (nth) => ({
    title: `Line ${nth}`,
    alarms: { alarmName: [{ prefix: `line-${nth}-` }] },
    channels: ['checkout'],
    answerWithin: { minutes: 5 },
  }))
  const [platform = '', ...others] = Object.keys(all)
  return {
    lines: all,
    platform,
    channels: example.channels,
    lights: named(lights, 'light', (nth) => ({ shows: [others[nth % others.length] ?? platform] })),
    cords: {},
    playbooks: named(playbooks, 'playbook', (nth) => ({
      title: `Playbook ${nth}`,
      countermeasures: [
        { do: actions.ecs.redeploy(service(nth)), wait: { minutes: 5 } },
        { do: actions.ecs.rollBack(service(nth)), wait: { minutes: 10 } },
      ],
    })),
  }
}

describe('a large house', () => {
  it('of 100 lines, 200 playbooks and 1,000 lights is within what CloudFormation and IAM take', () => {
    const config = aConfig({ lines: 100, playbooks: 200, lights: 1000 })
    const large = synthesize({ config })
    expect(Object.keys(large.Resources).length).toBeLessThanOrEqual(500)
    expect(() => checkTemplate(JSON.stringify(large))).not.toThrow()
    expect(ofType(large, 'AWS::IAM::Role').length).toBeGreaterThan(200)
  })

  it('that is too large is refused by the number of resources, before the template is made', () => {
    const config = aConfig({ lines: 130, playbooks: 250, lights: 10 })
    const spoil = (stack: Parameters<typeof checkResources>[0]) => checkResources(stack, config)
    expect(() => synthesize({ config, spoil })).toThrow(
      /found \d{3} resources \(lines: 130, playbooks: 250, sources: 0\); allowed: 500 in one stack\. Each line takes two/,
    )
  })
})
