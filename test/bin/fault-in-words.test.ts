import { faultInWords } from '../../bin/fault-in-words.ts'
import { anAndon, awsError, clientsFor } from './fake-aws.ts'
import { typed } from './typed-command.ts'

describe('what can go wrong on the way to AWS is said in words, with what to do', () => {
  it.each([
    [
      'no credentials',
      awsError('CredentialsProviderError', 'Could not load'),
      'There are no AWS credentials',
      'AWS_PROFILE',
    ],
    [
      'old credentials',
      awsError('ExpiredTokenException', 'expired'),
      'does not accept your credentials',
      'sign in again',
    ],
    ['no region', new Error('Region is missing'), 'No AWS region', '--region'],
    [
      'no stack',
      awsError('ValidationError', 'Stack with id Andon does not exist'),
      'There is no stack Andon in this account and region',
      'npx cdk deploy',
    ],
    [
      'access denied, by a service that says what is missing',
      awsError(
        'AccessDenied',
        'User: arn:aws:iam::1:user/x is not authorized to perform: cloudformation:DescribeStacks on resource: arn:aws:cloudformation:eu-central-1:1:stack/Andon/* because no policy allows it',
        403,
      ),
      'do not allow cloudformation:DescribeStacks on arn:aws:cloudformation:eu-central-1:1:stack/Andon/*',
      'docs/security.md',
    ],
    [
      'access denied, by one that does not',
      awsError('ForbiddenException', '', 403),
      'do not allow cloudformation:DescribeStacks.',
      'docs/security.md',
    ],
    [
      'no contact',
      Object.assign(
        new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 4566 })]),
        { name: 'Error' },
      ),
      'Nothing answers at 127.0.0.1:4566 (ECONNREFUSED)',
      'npm start',
    ],
    ['throttling', awsError('ThrottlingException', 'slow down', 400), 'AWS throttles', 'run it again'],
    ['anything else', awsError('InternalFailure', 'oh dear', 500), 'cloudformation:DescribeStacks: oh dear', ''],
  ])('%s', async (_, error, what, remedy) => {
    const aws = clientsFor({
      DescribeStacks: () => {
        throw error
      },
    })
    const { code, said, remarked } = await typed('light list', aws)
    expect({ code, said }).toEqual({ code: 1, said: [] })
    expect(remarked).toContain(what)
    expect(remarked).toContain(remedy)
    expect(remarked).not.toMatch(/\n\s+at /)
  })

  it('a stack of another time', async () => {
    const there = anAndon()
    const old = () => ({ Metadata: '{"Andon":{"lights":{}}}' })
    const { code, remarked } = await typed('light list', clientsFor({ ...there.handlers, GetTemplateSummary: old }))
    expect(code).toBe(1)
    expect(remarked).toContain('was deployed by an older Andon')
  })
})

it('says something even of what is no error', () => {
  expect(faultInWords('boo')).toBe('it failed: boo')
})

describe('a command that cannot be understood ends with 2, and calls nobody', () => {
  it.each([
    [['frob']],
    [['light']],
    [['light', 'add']],
    [['light', 'add', 'Desk 1']],
    [['light', 'add', '../desk']],
    [['light', 'add', 'desk-1', '--hours', '0']],
    [['light', 'add', 'desk-1', '--hours', '169']],
    [['light', 'add', 'desk-1', '--hours', '1e1000']],
    [['light', 'add', 'desk-1', '--lamp', 'candle']],
    [['light', 'add', 'desk-1', 'desk-2']],
    [['pull', 'checkout', '--long', '--double']],
    [['pull', 'checkout', '--reason', 'two\nlines']],
    [['ack', 'checkout', '--by', '']],
    [['ack', 'x'.repeat(201)]],
  ])('%j', async (args) => {
    const { code, said } = await typed(args, clientsFor({}))
    expect({ code, said }).toEqual({ code: 2, said: [] })
  })
})

it('ends well when only help was wanted', async () => {
  const { code, said } = await typed('light add --help', clientsFor({}))
  expect(code).toBe(0)
  expect(said.join('\n')).toContain('--cloud-init')
})
