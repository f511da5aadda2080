import mqtt from 'mqtt'
import { openStore } from '../src/store.ts'
import { connect, nextMessage, opened, start } from './iot-core-started.ts'

describe('retained messages', () => {
  const command = 'andon/lights/desk-1/command'

  it('wait for who subscribes by name, and not for wildcards', async () => {
    const { iot } = await start()
    await iot.publish(command, 'red', { qos: 1, retain: true })
    const byName = await connect(iot)
    const byPattern = await connect(iot)
    const heard: string[] = []
    byPattern.on('message', (_, payload) => void heard.push(String(payload)))
    await byPattern.subscribeAsync('andon/lights/+/command', { qos: 1 })

    const first = nextMessage(byName)
    await byName.subscribeAsync(command, { qos: 1 })

    expect(await first).toEqual({ topic: command, text: 'red', retain: true, qos: 1 })
    const next = nextMessage(byPattern)
    await iot.publish(command, 'green', { qos: 1, retain: true })
    expect(await next).toMatchObject({ text: 'green', retain: false })
    expect(heard).toEqual(['green'])
  })

  it('survive a restart, the newest only; an empty one takes it away', async () => {
    const store = openStore()
    const before = await start({ store })
    await before.iot.publish(command, 'red', { retain: true })
    await before.iot.publish(command, 'green', { retain: true })
    await before.iot.publish('andon/lights/desk-2/command', 'gone', { retain: true })
    await before.iot.publish('andon/lights/desk-2/command', '', { retain: true })
    await opened.pop()!.close()

    const { iot } = await start({ store })
    expect(iot.retained('andon/lights/desk-2/command')).toBeUndefined()
    const client = await connect(iot)
    const heard = nextMessage(client)
    await client.subscribeAsync(['andon/lights/desk-2/command', command])
    expect(await heard).toMatchObject({ text: 'green', retain: true })
  })

  it('reach a session that was away as queued messages, not as retained ones', async () => {
    const { iot } = await start()
    const session = { clientId: 'phone', clean: false }
    const away = await connect(iot, session)
    await away.subscribeAsync('andon/lights/#', { qos: 1 })
    await away.endAsync()
    await iot.publish(command, 'red', { qos: 1, retain: true })
    const back = mqtt.connect(`mqtt://127.0.0.1:${iot.port}`, { ...session, reconnectPeriod: 0 })
    opened.push({ close: () => back.endAsync(true) })
    expect(await nextMessage(back)).toMatchObject({ text: 'red', retain: false })
  })
})
