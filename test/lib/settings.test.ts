import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { BadSetting, settingsOf } from '../../lib/settings.ts'

const given = (context: Record<string, string>) => () =>
  settingsOf(new App({ context, outdir: mkdtempSync(join(tmpdir(), 'andon-')) }))

it('decides nothing unless told', () => {
  expect(given({})()).toEqual({ stage: undefined, reservedConcurrency: undefined })
})

it('takes a stage and a concurrency as the command line gives them', () => {
  expect(given({ stage: 'trial', reservedConcurrency: '10' })()).toEqual({ stage: 'trial', reservedConcurrency: 10 })
})

it('names everything that cannot be', () => {
  expect(given({ stage: 'Trial 2', reservedConcurrency: 'many' })).toThrow(
    new BadSetting(
      '-c stage: allowed: lower-case letters, digits and dashes\n-c reservedConcurrency: allowed: a whole number',
    ),
  )
})
