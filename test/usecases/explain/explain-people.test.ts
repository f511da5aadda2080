import type { AndonConfig } from '../../../functions/config/define-andon.ts'
import { sources } from '../../../functions/config/sources.ts'
import { explain } from '../../../functions/usecases/explain/explain.ts'
import config from '../../fixtures/andon.config.ts'
import { aPipelineEvent } from '../../an-event.ts'
import { at } from '../../signals.ts'
import { aKnown, anAlarmEvent, onlyMeaning } from './a-known.ts'

const known = await aKnown(config)
const said = (event: unknown) => explain(known, event, { now: at('09:00') })

it('says what lights show, whom channels tell, and what follows without an answer', () => {
  const { lights, messages, escalation, events } = onlyMeaning(said(anAlarmEvent()))
  expect(lights).toMatchObject([
    { light: 'desk-1', state: 'help', reasons: ['checkout-latency'] },
    { light: 'wall', shows: ['checkout', 'search'], state: 'help' },
  ])
  expect(messages).toEqual([
    { channel: 'checkout', kind: 'slack', tells: { how: 'posts a message, and keeps it up to date' } },
    { channel: 'sns:checkout', kind: 'sns', tells: { how: 'calls people', calls: true } },
  ])
  expect(escalation).toEqual({
    begins: 'now',
    of: 'help',
    moments: [{ after: 300, text: 'the line stops, if nobody has answered within 5 minutes' }],
  })
  expect(events).toEqual(['Incident Opened'])
})

it('says that people are called later where a machine tries first', () => {
  const { messages, escalation } = onlyMeaning(said(anAlarmEvent({ name: 'checkout-5xx' })))
  expect(escalation).toMatchObject({ begins: 'later', moments: [{ after: 300 }] })
  expect(messages).toContainEqual({
    channel: 'sns:checkout',
    kind: 'sns',
    tells: { not: 'it is told of calls for people alone, and this is none' },
  })
})

it('tells of levels, rotas and quiet hours', async () => {
  const { checkout, ...lines } = config.lines
  const escalation = [{ tell: 'checkout-call', after: { minutes: 2 }, rota: { parameter: '/rota' } }]
  const quiet = [{ zone: 'UTC', from: '08:00', to: '10:00' }]
  const changed: AndonConfig = {
    ...config,
    lines: { ...lines, checkout: { ...checkout, escalation, quiet } },
    channels: {
      ...config.channels,
      'checkout-call': { kind: 'snsTopic', arn: 'arn:aws:sns:eu-central-1:000000000000:on-call' },
    },
    sources: { 'pipeline-failed': { ...sources.codePipeline({ line: 'checkout' }), severity: 'low' } },
  }
  const levelled = await aKnown(changed)
  const { escalation: told, messages } = onlyMeaning(explain(levelled, aPipelineEvent(), { now: at('09:00') }))
  expect(told).toMatchObject({
    quietUntil: at('10:00'),
    moments: [
      { after: 120, tell: 'checkout-call', text: 'level 1: checkout-call is called', byRota: true },
      { after: 300 },
    ],
  })
  expect(messages).toContainEqual({
    channel: 'sns:checkout',
    kind: 'sns',
    tells: { not: 'it can wait until the quiet hours of the line are over' },
  })
})
