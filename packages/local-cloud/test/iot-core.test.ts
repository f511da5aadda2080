import { arnOf, owner } from '../src/service.ts'
import { connect, disconnected, start } from './iot-core-started.ts'

describe('the limits of AWS IoT Core', () => {
  it.each([
    ['QoS 2', 'a', 'x', 2 as const, 'QoS 2'],
    ['a payload over 128 KB', 'a', 'x'.repeat(131_073), 1 as const, '128 KB'],
    ['a topic over 256 bytes', 'ä'.repeat(129), 'x', 1 as const, '258 bytes'],
    ['more than 7 slashes', 'a/b/c/d/e/f/g/h/i', 'x', 1 as const, '7 slashes'],
    ['a reserved topic', '$aws/things/desk-1/shadow/update', 'x', 1 as const, 'reserved'],
  ])('cost even the owner the connection: %s', async (_, topic, payload, qos, why) => {
    const { iot, log } = await start()
    const client = await connect(iot)
    const gone = disconnected(client)
    client.publish(topic, payload, { qos }, () => {})
    expect(await gone).toBe('disconnected')
    expect(log).toEqual([expect.stringContaining(why)])
  })

  it('let what is just inside them pass', async () => {
    const { iot } = await start()
    const client = await connect(iot)
    await client.publishAsync('a/b/c/d/e/f/g/h', 'x'.repeat(131_072), { qos: 1, retain: true })
    expect(iot.retained('a/b/c/d/e/f/g/h')?.payload.length).toBe(131_072)
  })

  it('allow eight filters in one SUBSCRIBE, and no nine', async () => {
    const { iot, log } = await start()
    const filters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    const client = await connect(iot)
    await client.subscribeAsync(filters)
    expect(client.connected).toBe(true)
    const gone = disconnected(client)
    client.subscribe([...filters, 'i'], () => {})
    await gone
    expect(log).toEqual([expect.stringContaining('more than 8')])
  })
})

describe('the data plane', () => {
  const input = { topic: 'andon/lights/wall/command', qos: 1, retain: true, payload: Buffer.from('red') }

  it('asks for both permissions when the message is to be retained', async () => {
    const { iot } = await start()
    const resource = arnOf('iot', 'topic/andon/lights/wall/command')
    expect(iot.api.permissionsFor('Publish', input)).toEqual([
      { action: 'iot:Publish', resource },
      { action: 'iot:RetainPublish', resource },
    ])
    expect(iot.api.permissionsFor('Publish', { ...input, retain: false })).toEqual([
      { action: 'iot:Publish', resource },
    ])
  })

  it('publishes, and tells what is retained', async () => {
    const { iot } = await start()
    await iot.api.call('Publish', input, owner)
    const told = { topic: input.topic, qos: 1, lastModifiedTime: Date.UTC(2026, 10, 21, 9) }
    expect(await iot.api.call('GetRetainedMessage', { topic: input.topic }, owner)).toEqual({
      ...told,
      payload: Buffer.from('red'),
    })
    expect(await iot.api.call('ListRetainedMessages', {}, owner)).toEqual({
      retainedTopics: [{ ...told, payloadSize: 3 }],
    })
    await expect(iot.api.call('GetRetainedMessage', { topic: 'a' }, owner)).rejects.toMatchObject({ status: 404 })
    await expect(iot.api.call('Publish', { topic: 'a/+' }, owner)).rejects.toMatchObject({
      code: 'InvalidRequestException',
    })
    expect(() => iot.api.permissionsFor('GetThingShadow', {})).toThrow('GetThingShadow is not modelled')
  })
})

it('says so when the port is taken', async () => {
  const { iot } = await start()
  await expect(start({ port: iot.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
