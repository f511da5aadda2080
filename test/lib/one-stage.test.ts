import type { CdkOut } from '@andon/local-cloud/template/cdk-out.ts'
import { namesOf } from '@andon/local-cloud/template/names.ts'
import { assertRules } from '@andon/local-cloud/template/rules.ts'
import { synthesize } from './synthesized.ts'

const templates = new Map<string | undefined, object>()
function templateOf(stage: string | undefined): object {
  const template = templates.get(stage) ?? synthesize({ stage })
  templates.set(stage, template)
  return template
}

/** What CloudFormation says of the template, over an Andon of that stage. `cdk deploy` keeps a parameter as it was. */
function deployed(stage: string | undefined, { over, renamed }: { over?: string; renamed?: string } = {}): () => void {
  const cdkOut = { stackName: 'Andon', raw: templateOf(stage) } as CdkOut
  const parameter = renamed ?? over
  const names = namesOf(cdkOut, parameter === undefined ? {} : { Stage: parameter }, (id) => {
    throw new Error(`a rule cannot refer to ${id}`)
  })
  return () => assertRules(cdkOut.raw, names)
}

it('is deployed where there is none, and again over itself', () => {
  expect(deployed('trial')).not.toThrow()
  expect(deployed('trial', { over: 'trial' })).not.toThrow()
  expect(deployed(undefined, { over: '(none)' })).not.toThrow()
})

it('is refused where another stage lives, in words and before anything is changed', () => {
  expect(deployed('trial', { over: 'production' })).toThrow(
    'Another stage of Andon lives in this account and region, which hold one. Nothing was changed. Deploy the stage trial ' +
      "to another account or region, or, to rename the one that lives here, add once: --parameters Stage='trial'",
  )
  expect(deployed('trial', { over: '(none)' })).toThrow('Another stage')
  expect(deployed(undefined, { over: 'trial' })).toThrow('Deploy this one, which has no stage, to another account')
})

it('may be renamed', () => {
  expect(deployed('trial', { over: 'production', renamed: 'trial' })).not.toThrow()
})
