import { laptopOf } from '../../laptop/laptop-of.ts'
import { type Andon, startAndon } from './andon.ts'

let andon: Andon
beforeEach(async () => (andon = await startAndon({ heals: [] })))
afterEach(() => andon.stop())

const event = () => {
  const time = new Date().toISOString()
  return {
    version: '0',
    id: 'explained',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account: '000000000000',
    region: 'eu-central-1',
    time,
    resources: ['arn:aws:cloudwatch:eu-central-1:000000000000:alarm:checkout-5xx'],
    detail: { alarmName: 'checkout-5xx', state: { value: 'ALARM', reason: 'asked', timestamp: time } },
  }
}

it('explains by what is open now and by a look at the imitated world, and changes nothing', async () => {
  const laptop = laptopOf(andon.cloud, 1)
  const calm = await laptop.explain(event())
  const first = { guards: expect.any(Array), looked: { title: expect.stringContaining('redeploy') } }
  expect(calm).toMatchObject({
    asked: 'table',
    means: [{ change: { kind: 'opened' }, countermeasures: [{ ready: { ...first, together: { kind: 'act' } } }, {}] }],
  })
  expect(calm.words.join('\n')).toContain('it may act')
  expect(await andon.incidents()).toEqual([])

  await andon.pull('desk-1', '{"click":"LONG"}')
  await andon.until(() => andon.shown('desk-1').at(-1) === 'stop')
  const stopped = await laptop.explain(event())
  expect(stopped.means).toMatchObject([
    {
      countermeasures: [
        { ready: { together: { kind: 'hold', because: 'the line is stopped (cord desk-1 was pulled)' } } },
        {},
      ],
    },
  ])
})
