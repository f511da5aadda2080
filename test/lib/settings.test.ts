import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { BadSetting, checkAccount, settingsOf } from '../../lib/settings.ts'

const given = (context: Record<string, string>) => () =>
  settingsOf(new App({ context, outdir: mkdtempSync(join(tmpdir(), 'andon-')) }))

it('decides nothing unless told', () => {
  expect(given({})()).toEqual({ stage: undefined, reservedConcurrency: undefined, account: undefined })
})

it('takes a stage and a concurrency as the command line gives them', () => {
  expect(given({ stage: 'trial', reservedConcurrency: '10' })()).toEqual({
    stage: 'trial',
    reservedConcurrency: 10,
    account: undefined,
  })
})

it('names everything that cannot be', () => {
  expect(given({ stage: 'Trial 2', reservedConcurrency: 'many' })).toThrow(
    new BadSetting(
      '-c stage: allowed: lower-case letters, digits and dashes\n-c reservedConcurrency: allowed: a whole number',
    ),
  )
})

describe('with the account that Andon is in', () => {
  const account = '111122223333'

  it('refuses credentials of another account', () => {
    expect(() => checkAccount(given({ account })(), '999988887777')).toThrow(
      /-c account: these credentials are of the account 999988887777; allowed: 111122223333/,
    )
  })

  it.each([account, undefined])('takes %s', (here) => {
    expect(() => checkAccount(given({ account })(), here)).not.toThrow()
  })

  it('takes any when none is named, and no other text for one', () => {
    expect(() => checkAccount(given({})(), '999988887777')).not.toThrow()
    expect(given({ account: 'ours' })).toThrow(new BadSetting('-c account: allowed: twelve digits'))
  })
})
