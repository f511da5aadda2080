import { arnOf } from '../src/service.ts'
import { nine, roundTrip, start } from './iot-core-data-plane.ts'
import { connect, disconnected } from './iot-core-started.ts'

describe('GetConnection', () => {
  it('says that a client is there and since when, then that it is gone, and after half an hour nothing', async () => {
    const { iot, clock, of } = await start()
    await expect(of('desk-1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    const lamp = await connect(iot, { clientId: 'desk-1' })
    expect(await of('desk-1')).toMatchObject({
      clientId: 'desk-1',
      connected: true,
      connectedSince: nine,
      cleanSession: true,
    })
    clock.move(1000)
    await lamp.endAsync()
    await connect(iot, { clientId: 'a/b ü%', clean: false }).then(roundTrip)
    expect(await of('desk-1')).toMatchObject({ connected: false, disconnectedSince: nine + 1000 })
    expect(await of('a/b ü%')).toMatchObject({ connected: true, cleanSession: false })
    clock.move(30 * 60_000)
    await expect(of('desk-1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    expect(await of('a/b ü%')).toMatchObject({ connected: true })
  })

  it('speaks of the newer of two connections under one id', async () => {
    const { iot, clock, of } = await start()
    const first = await connect(iot, { clientId: 'desk-1' })
    const gone = disconnected(first)
    clock.move(5000)
    await connect(iot, { clientId: 'desk-1' })
    await gone
    expect(await of('desk-1')).toMatchObject({ connected: true, connectedSince: nine + 5000 })
  })

  it('asks for permission on the client, as the other two', async () => {
    const { iot } = await start()
    const each = { GetConnection: {}, SendDirectMessage: { topic: 'a' }, DeleteConnection: {} }
    for (const [operation, more] of Object.entries(each)) {
      expect(iot.api.permissionsFor(operation, { clientId: 'desk-1', ...more })).toEqual([
        { action: `iot:${operation}`, resource: arnOf('iot', 'client/desk-1') },
      ])
    }
  })
})

describe('DeleteConnection', () => {
  it('ends it, and the last will is published', async () => {
    const { iot, end, of } = await start()
    const will = {
      topic: 'andon/lights/desk-1/reported',
      payload: Buffer.from('off line'),
      qos: 1 as const,
      retain: true,
    }
    const lamp = await connect(iot, { clientId: 'desk-1', will })
    const gone = disconnected(lamp)
    await end('desk-1')
    await gone
    expect(await of('desk-1')).toMatchObject({ connected: false })
    expect(String(iot.retained(will.topic)?.payload)).toBe('off line')
    await expect(end('desk-1')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('ends it without a last will, when asked to', async () => {
    const { iot, end } = await start()
    const will = { topic: 'gone', payload: Buffer.from('off line'), qos: 1 as const, retain: true }
    const lamp = await connect(iot, { clientId: 'desk-1', will })
    const gone = disconnected(lamp)
    await end('desk-1', { preventWillMessage: true })
    await gone
    expect(iot.retained('gone')).toBeUndefined()
  })

  it('names what is not modelled', async () => {
    const { iot, end } = await start()
    const lamp = await connect(iot, { clientId: 'desk-1', clean: false })
    await expect(end('desk-1', { cleanSession: true })).rejects.toThrow('persistent session is not modelled')
    expect(lamp.connected).toBe(true)
  })
})
