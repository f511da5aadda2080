import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib'
import { BadSetting, settingsOf } from '../../lib/settings.ts'

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
