import example from '../fixtures/andon.config.ts'
import { ofType, readable, shipped } from './reading.ts'
import { synthesize } from './synthesized.ts'

/** What an account has one namespace of, whatever the region. A type that is not in the stack today may come. */
const nameOfGlobal: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::S3::Bucket': 'BucketName',
}

describe('a second region of the account', () => {
  it('finds no name taken: what is named for all regions ends with its own', () => {
    const template = shipped()
    const names = Object.entries(nameOfGlobal).flatMap(([type, property]) =>
      ofType(template, type).flatMap(({ Properties }) => readable(template, Properties[property]) ?? []),
    )
    expect(names.length).toBeGreaterThan(0)
    expect(names.filter((name) => !name.endsWith('-AWS::Region'))).toEqual([])
  })

  it('is named literally in what may be taken over later, as soon as it is known', () => {
    const template = synthesize({ region: 'eu-central-1' })
    const names = ofType(template, 'AWS::IAM::Role').flatMap(({ Properties }) => Properties.RoleName ?? [])
    expect(names).toEqual([expect.stringMatching(/^andon-playbook-restart-checkout-[0-9a-f]{8}-eu-central-1$/)])
  })

  it('leaves room for its name in the role of a playbook with the longest of names', () => {
    const { 'restart-checkout': playbook } = example.playbooks
    const alike = ['a', 'b'].map((end) => [`restart-all-of-the-checkouts-${end}`, playbook] as const)
    const template = synthesize({ config: { ...example, playbooks: Object.fromEntries(alike) } })
    const names = ofType(template, 'AWS::IAM::Role').flatMap(({ Properties }) =>
      Properties.RoleName === undefined ? [] : [readable(template, Properties.RoleName)],
    )
    expect(new Set(names).size).toBe(2)
    for (const name of names) expect(name.replace('AWS::Region', 'ap-southeast-1')).toHaveLength(64)
  })
})

describe('a second try, after a first deployment that failed', () => {
  it('finds nothing left of the first: what is kept is kept on update and delete', () => {
    const kept = Object.values(shipped().Resources).filter(
      ({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete',
    )
    expect(kept.map(({ Type }) => Type).sort()).toEqual([
      'AWS::DynamoDB::GlobalTable',
      'AWS::IAM::Role',
      'AWS::Lambda::Version',
      'AWS::Lambda::Version',
    ])
    expect(new Set(kept.map(({ DeletionPolicy }) => DeletionPolicy))).toEqual(new Set(['RetainExceptOnCreate']))
  })
})
