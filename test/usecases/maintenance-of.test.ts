import { cloudwatchMuted } from '../../functions/adapters/cloudwatch-muted.ts'
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { alarmKey } from '../../functions/domain/alarm-key.ts'
import { maintenanceOf } from '../../functions/usecases/maintenance-of.ts'
import { at, home } from '../signals.ts'

const arn = (of = home) => `arn:aws:cloudwatch:${of.region}:${of.account}:alarm:checkout-5xx`
const berlin = { zone: 'Europe/Berlin', from: '10:30', to: '11:30' }

function asked({ open = at('09:00'), key = alarmKey(arn()), answer = async () => ({}) as object } = {}) {
  let asks = 0
  const client = { send: () => (asks++, answer()) } as unknown as CloudWatchClient
  const maintenance = maintenanceOf({
    lines: { checkout: { maintenance: [berlin] }, search: {} },
    muted: cloudwatchMuted(client),
    home,
  })
  return {
    maintenance: (line: string, now = at('09:01')) => maintenance({ line, key, openedAt: open }, now),
    asks: () => asks,
  }
}
const rule = {
  AlarmMuteRuleSummaries: [{ AlarmMuteRuleArn: `${arn().replace(/:alarm:.*/, '')}:alarm-mute-rule:move` }],
}

it('is while a window of the line is open, by the clocks there', async () => {
  const { maintenance, asks } = asked()
  expect(await maintenance('checkout', at('09:29:59'))).toEqual({ kind: 'none' })
  const window = { kind: 'until', at: at('10:30'), because: 'it is the maintenance window of the line' }
  expect(await maintenance('checkout', at('09:30'))).toEqual(window)
  expect(await maintenance('checkout', at('10:30'))).toEqual({ kind: 'none' })
  expect(await maintenance('search', at('09:30'))).toEqual({ kind: 'none' })
  expect(asks()).toBeGreaterThan(0)
})

it('asks CloudWatch of no alarm whose event has just said that it is not muted', async () => {
  const { maintenance, asks } = asked()
  await maintenance('search')
  expect(asks()).toBe(0)
  await maintenance('search', at('09:01:01'))
  expect(asks()).toBe(1)
})

it('is while a mute rule is active for the alarm: it looks again once on-reconcile has', async () => {
  const { maintenance } = asked({ answer: async () => rule })
  expect(await maintenance('search', at('09:10'))).toEqual({
    kind: 'until',
    at: at('09:15'),
    because: 'its alarm is muted (by move)',
  })
})

it('cannot be told where CloudWatch does not answer, and is none where it has no mute rules', async () => {
  const denied = asked({ answer: () => Promise.reject(new Error('AccessDenied')) })
  expect(await denied.maintenance('search', at('09:10'))).toEqual({
    kind: 'unknown',
    because: 'CloudWatch’s mute rules cannot be read: Error: AccessDenied',
  })
  const none = asked({ answer: () => Promise.reject(Object.assign(new Error('no'), { name: 'InvalidAction' })) })
  expect(await none.maintenance('search', at('09:10'))).toEqual({ kind: 'none' })
})

it.each([
  ['of elsewhere', alarmKey(arn({ account: '222222222222', region: 'eu-central-1' }))],
  ['of a cord', 'cord desk-1'],
])('asks CloudWatch nothing about what is %s', async (_, key) => {
  const { maintenance, asks } = asked({ key })
  expect(await maintenance('search', at('09:10'))).toEqual({ kind: 'none' })
  expect(asks()).toBe(0)
})
