import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { BadSetting, checkAccount, settingsOf } from '../../lib/settings.ts'

const given = (context: Record<string, string>) => () =>
  settingsOf(new App({ context, outdir: mkdtempSync(join(tmpdir(), 'andon-')) }))

it('decides nothing unless told', () => {
  expect(given({})()).toEqual({ stack: 'Andon' })
})

it('takes all as the command line, or cdk.json, gives it', () => {
  const forwardTo = 'arn:aws:events:eu-central-1:111122223333:event-bus/andon'
  const texts = { stage: 'trial', region: 'eu-central-1', account: '111122223333', stack: 'Andon-trial', forwardTo }
  expect(given({ ...texts, reservedConcurrency: '10' })()).toEqual({ ...texts, reservedConcurrency: 10 })
})

it('names everything that cannot be', () => {
  const wrong = { stage: 'Trial 2', reservedConcurrency: 'many', account: '1', stack: 'Other', region: 'Frankfurt' }
  expect(given(wrong)).toThrow(
    new BadSetting(
      [
        '-c stage: allowed: lower-case letters, digits and dashes',
        '-c stack: allowed: Andon, or Andon-<stage>',
        '-c account: allowed: twelve digits',
        '-c region: allowed: a region such as eu-central-1',
        '-c reservedConcurrency: allowed: a whole number',
      ].join('\n'),
    ),
  )
})

it.each([
  'andon',
  'arn:aws:events:eu-central-1:111122223333:event-bus/default',
  'arn:aws:sqs:eu-central-1:111122223333:andon',
])('forwards to the bus of an Andon, and not to %s', (forwardTo) => {
  expect(given({ forwardTo })).toThrow('-c forwardTo: allowed: the output BusArn of the Andon')
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
