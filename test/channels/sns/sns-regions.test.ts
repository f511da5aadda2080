import { openChannels } from '../../../functions/channels/open-channels.ts'
import { callOf } from '../../../functions/domain/call-for-people.ts'
import { opened } from '../../../functions/domain/incident-opened.ts'
import { anAlarm } from '../../signals.ts'
import { signedFor, snsFarEnd } from './sns-far-end.ts'

it('publishes where the topic is, wherever Andon is', async () => {
  const { channel, parts, close } = await snsFarEnd()
  const arn = 'arn:aws:sns:us-west-2:111122223333:on-call'
  const senders = openChannels(
    { home: channel, elsewhere: { kind: 'snsTopic', arn } },
    { secret: () => Promise.reject(new Error('none')), lineTopic: (line) => line, environment: {}, ...parts },
  )
  const { entry, after: incident } = opened(anAlarm(), 'help', 'people are called')
  const message = { call: callOf(entry)!, incident, line: { title: 'Checkout' }, timeline: [entry] }
  for (const name of ['home', 'elsewhere', 'home']) {
    const sender = await senders(name)
    expect(sender?.can === 'call' && (await sender.call(message))).toEqual({ kind: 'told' })
  }
  expect(signedFor()).toEqual(['eu-central-1', 'us-west-2', 'eu-central-1'])
  await close()
})
