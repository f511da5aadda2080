import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NotModelled } from '../src/not-modelled.ts'
import { loadTemplate, type TemplateOptions } from '../src/template/template.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const artifacts = {
  'Andon.assets': { type: 'cdk:asset-manifest', properties: { file: 'Andon.assets.json' } },
  Andon: {
    type: 'aws:cloudformation:stack',
    dependencies: ['Andon.assets'],
    properties: { templateFile: 'Andon.template.json' },
  },
}

/** A directory as `cdk synth` leaves it. */
function cdkOut(template: object, but: { artifacts?: object } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'andon-template-'))
  folders.push(folder)
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value))
  write('manifest.json', { version: '53.0.0', artifacts: but.artifacts ?? artifacts })
  write('Andon.template.json', template)
  write('Andon.assets.json', {
    files: {
      abc: {
        source: { path: 'asset.abc', packaging: 'zip' },
        destinations: { here: { bucketName: 'cdk-assets', objectKey: 'abc.zip' } },
      },
    },
  })
  return folder
}

const load = (template: object, options: Partial<TemplateOptions> = {}) =>
  loadTemplate(cdkOut({ Resources: {}, ...template }), { endpoint: 'http://127.0.0.1:4566', ...options })

/** What `value` comes to, as the value of a parameter in the template. */
const resolved = (value: unknown, template: object = {}, options: Partial<TemplateOptions> = {}) =>
  load(
    { ...template, Resources: { ...resources, It: { Type: 'AWS::SSM::Parameter', Properties: { It: value } } } },
    options,
  ).find('It').properties['It']

const resources = {
  Signals: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'signals' } },
  Incidents: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'incidents' } },
}

describe('intrinsic functions', () => {
  const signals = 'arn:aws:sqs:eu-central-1:000000000000:signals'
  const template = {
    Parameters: { Stage: { Type: 'String', Default: 'dev' } },
    Conditions: {
      IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
      NotProd: { 'Fn::Not': [{ Condition: 'IsProd' }] },
      Both: {
        'Fn::And': [{ Condition: 'NotProd' }, { 'Fn::Or': [{ Condition: 'IsProd' }, { Condition: 'NotProd' }] }],
      },
    },
    Mappings: { Sizes: { dev: { memory: 256 } } },
  }

  it.each<[value: unknown, result: unknown]>([
    [{ Ref: 'AWS::Region' }, 'eu-central-1'],
    [{ Ref: 'Stage' }, 'dev'],
    [{ 'Fn::GetAtt': ['Signals', 'Arn'] }, signals],
    [{ 'Fn::GetAtt': 'Signals.Arn' }, signals],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Stage' }]] }, 'a-dev'],
    [{ 'Fn::Sub': '${AWS::Partition}/${Stage}/${Signals.Arn}/${!Literal}' }, `aws/dev/${signals}/\${Literal}`],
    [{ 'Fn::Sub': ['${Own}-${Stage}', { Own: { Ref: 'AWS::AccountId' } }] }, '000000000000-dev'],
    [{ 'Fn::Select': ['5', { 'Fn::Split': [':', { 'Fn::GetAtt': ['Signals', 'Arn'] }] }] }, 'signals'],
    [{ 'Fn::If': ['IsProd', 1, 2] }, 2],
    [{ 'Fn::If': ['Both', 1, 2] }, 1],
    [{ 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 256],
    [{ a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
    // A policy's own conditions are no intrinsic function.
    [
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ],
  ])('%j', (value, result) => expect(resolved(value, template)).toEqual(result))

  it('a parameter that is given counts more than its default', () => {
    expect(resolved({ 'Fn::If': ['IsProd', 1, 2] }, template, { parameters: { Stage: 'prod' } })).toBe(1)
  })

  it.each<[value: unknown, message: RegExp]>([
    [{ 'Fn::GetAtt': ['Signals', 'Colour'] }, /attribute Colour of Signals \(AWS::SQS::Queue\)/],
    [{ 'Fn::ImportValue': 'vpc' }, /Fn::ImportValue/],
    [{ Ref: 'Bootstrap' }, /Bootstrap is read from SSM/],
    ['{{resolve:secretsmanager:x}}', /dynamic reference/],
  ])('%j is refused by name', (value, message) => {
    const ssm = { Parameters: { Bootstrap: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk' } } }
    expect(() => resolved(value, ssm)).toThrow(NotModelled)
    expect(() => resolved(value, ssm)).toThrow(message)
  })
})

it('leaves out resources and outputs whose condition does not hold', () => {
  const template = load({
    Conditions: { Never: { 'Fn::Equals': [1, 2] } },
    Resources: { ...resources, Not: { Type: 'AWS::SQS::Queue', Condition: 'Never' } },
    Outputs: { Table: { Value: { Ref: 'Incidents' } }, Not: { Value: 'x', Condition: 'Never' } },
  })
  expect(template.resources.map(({ logicalId }) => logicalId)).toEqual(['Signals', 'Incidents'])
  expect(template.outputs).toEqual({ Table: 'incidents' })
  expect(() => template.find('Not')).toThrow(/no resource Not/)
})

it('finds the folder of an asset by its key', () => {
  const template = load({})
  expect(template.assetDirectory('abc.zip')).toMatch(/\/andon-template-\w+\/asset\.abc$/)
  expect(() => template.assetDirectory('xyz.zip')).toThrow(/xyz\.zip is not in cdk\.out/)
})

describe('a directory that is not what it should be', () => {
  const options = { endpoint: 'http://127.0.0.1:4566' }

  it('is missing', () =>
    expect(() => loadTemplate('/nowhere', options)).toThrow(/nowhere\/manifest\.json: run npm run synth/))
  it('holds two stacks', () => {
    const folder = cdkOut({ Resources: {} }, { artifacts: { ...artifacts, Other: artifacts.Andon } })
    expect(() => loadTemplate(folder, options)).toThrow(/exactly one stack, but holds Andon, Other/)
  })
  it('holds a template without resources', () => {
    expect(() => loadTemplate(cdkOut({}), options)).toThrow(/Andon\.template\.json is not what cdk synth writes/)
  })
})

describe('the rules of a template', () => {
  const stage = (Assert: object, more: object = {}) => ({
    Parameters: { Stage: { Type: 'String', Default: 'dev' } },
    Rules: { OneStage: { Assertions: [{ Assert, AssertDescription: 'There is another stage.' }], ...more } },
  })
  const isDev = { 'Fn::Equals': [{ Ref: 'Stage' }, 'dev'] }

  it('let in what they hold for', () => {
    expect(() => load(stage(isDev))).not.toThrow()
    expect(() => load(stage({ 'Fn::Contains': [['dev', 'test'], { Ref: 'Stage' }] }))).not.toThrow()
  })

  it('refuse all else in their own words, before anything is made', () => {
    const parameters = { Stage: 'prod' }
    const refused = "The template's rule OneStage refuses this: There is another stage."
    expect(() => load(stage(isDev), { parameters })).toThrow(refused)
    expect(() => load(stage({ 'Fn::Contains': [['dev', 'test'], { Ref: 'Stage' }] }), { parameters })).toThrow(refused)
  })

  it('count only where their condition holds', () => {
    const rules = stage({ 'Fn::Not': [isDev] }, { RuleCondition: { 'Fn::Not': [isDev] } })
    expect(() => load(rules)).not.toThrow()
  })

  it('take a laptop for bootstrapped', () => {
    const BootstrapVersion = { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' }
    const Assert = { 'Fn::Not': [{ 'Fn::Contains': [['1', '2', '3', '4', '5'], { Ref: 'BootstrapVersion' }] }] }
    expect(() =>
      load({ Parameters: { BootstrapVersion }, Rules: { Check: { Assertions: [{ Assert }] } } }),
    ).not.toThrow()
  })
})
