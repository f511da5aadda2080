import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  IoTDataPlaneClient,
  SendDirectMessageCommand,
  type SendDirectMessageCommandInput,
} from '@aws-sdk/client-iot-data-plane'
import type { MqttClient } from 'mqtt'
import { iotDataService } from '../../local/aws-endpoint/iotdata.ts'
import { MovedClock } from '../../local/clock.ts'
import { arnOf } from '../../local/service.ts'
import { start as startEndpoint } from './aws-endpoint-started.ts'
import { connect, disconnected, nextMessage, start as startIot } from './iot-core-started.ts'

const nine = Date.UTC(2026, 10, 21, 9)
const command = 'andon/lights/desk-1/command'

async function start() {
  const clock = new MovedClock(nine)
  const { iot, sent } = await startIot({ clock })
  // A device that holds an acknowledgement back reads nothing else, either.
  const owner = await connect(iot, { clientId: 'owner' })
  const { client } = await startEndpoint({ iotdata: iotDataService(iot.api) })
  const aws = new IoTDataPlaneClient(client())
  const of = (clientId: string) => aws.send(new GetConnectionCommand({ clientId }))
  const send = (over: Partial<SendDirectMessageCommandInput> = {}) =>
    aws.send(
      new SendDirectMessageCommand({ clientId: 'desk-1', topic: command, payload: Buffer.from('blink'), ...over }),
    )
  return { iot, aws, clock, sent, of, send, owner }
}

/** A device that reads its messages and acknowledges none of them until it is told to. */
function holdsBack(device: MqttClient) {
  let release = () => {}
  device.handleMessage = (_packet, acknowledge) => void (release = acknowledge)
  return { acknowledge: () => release() }
}

/** Whatever was under way without waiting for the clock is done after one. */
const roundTrip = (owner: MqttClient) => owner.publishAsync('round/trip', 'x', { qos: 1 })

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
    for (const operation of ['GetConnection', 'SendDirectMessage', 'DeleteConnection']) {
      expect(iot.api.permissionsFor(operation, { clientId: 'desk-1' })).toEqual([
        { action: `iot:${operation}`, resource: arnOf('iot', 'client/desk-1') },
      ])
    }
  })
})

describe('SendDirectMessage', () => {
  it('reaches one client alone, unsubscribed as it is; no rule and no other hears of it', async () => {
    const { iot, sent, send } = await start()
    const heard: unknown[] = []
    const others = await connect(iot, { clientId: 'others' })
    await others.subscribeAsync('andon/#')
    others.on('message', (topic) => void heard.push(topic))
    iot.onPublish(({ topic }) => void heard.push(topic))
    const cord = await connect(iot, { clientId: 'any-owner' })
    const message = nextMessage(cord)

    const answer = await send({ clientId: 'any-owner', topic: 'andon/cords/desk-1/pulled' })

    expect(answer).toMatchObject({ message: 'OK', traceId: expect.any(String) })
    expect(await message).toEqual({ topic: 'andon/cords/desk-1/pulled', text: 'blink', retain: false, qos: 0 })
    await roundTrip(others)
    expect([heard, sent]).toEqual([['round/trip'], []])
  })

  it('with confirmation answers after the device’s PUBACK, and not before', async () => {
    const { iot, send, owner } = await start()
    const lamp = await connect(iot, { clientId: 'desk-1' })
    const device = holdsBack(lamp)
    const message = nextMessage(lamp)
    let isAnswered = false
    const answer = send({ confirmation: true }).finally(() => (isAnswered = true))
    expect(await message).toMatchObject({ text: 'blink', qos: 1, retain: false })
    await roundTrip(owner)
    expect(isAnswered).toBe(false)
    device.acknowledge()
    expect(await answer).toMatchObject({ message: 'OK' })
  })

  it('takes no acknowledgement of another message for its own', async () => {
    const { iot, send, owner } = await start()
    const lamp = await connect(iot, { clientId: 'desk-1' })
    await lamp.subscribeAsync(command, { qos: 1 })
    const acknowledgements: (() => void)[] = []
    lamp.handleMessage = (_packet, acknowledge) => void acknowledgements.push(acknowledge)
    const first = nextMessage(lamp)
    await iot.publish(command, 'red', { qos: 1 })
    await first
    const second = nextMessage(lamp)
    let isAnswered = false
    const answer = send({ confirmation: true }).finally(() => (isAnswered = true))
    acknowledgements[0]?.()
    await second
    await roundTrip(owner)
    expect(isAnswered).toBe(false)
    acknowledgements[1]?.()
    await answer
  })

  it('gives up after the time that it was given: 5 s unless told', async () => {
    for (const [timeout, patience] of [
      [undefined, 5000],
      [15, 15_000],
    ] as const) {
      const { iot, clock, send, owner } = await start()
      const lamp = await connect(iot, { clientId: 'desk-1' })
      holdsBack(lamp)
      const message = nextMessage(lamp)
      let isAnswered = false
      const answer = send({ confirmation: true, timeout }).finally(() => (isAnswered = true))
      await message
      clock.move(patience - 1)
      await roundTrip(owner)
      expect(isAnswered).toBe(false)
      clock.move(1)
      await expect(answer).rejects.toMatchObject({
        name: 'GatewayTimeoutException',
        $metadata: { httpStatusCode: 504 },
      })
    }
  })

  it('gives up at once when the device goes, and brings it nothing when it is back', async () => {
    const { iot, send } = await start()
    const lamp = await connect(iot, { clientId: 'desk-1', clean: false })
    holdsBack(lamp)
    const message = nextMessage(lamp)
    const answer = send({ confirmation: true })
    await message
    lamp.stream.destroy()
    await expect(answer).rejects.toMatchObject({ name: 'GatewayTimeoutException' })
    await expect(send()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The client desk-1 is not connected.',
    })
    const again = await connect(iot, { clientId: 'desk-1', clean: false })
    const next = nextMessage(again)
    await send({ payload: Buffer.from('fresh') })
    expect(await next).toMatchObject({ text: 'fresh' })
  })

  it('carries up to 128 KB', async () => {
    const { iot, send } = await start()
    const lamp = await connect(iot, { clientId: 'desk-1' })
    for (const length of [0, 100, 200, 20_000, 128 * 1024]) {
      const message = nextMessage(lamp)
      await send({ payload: Buffer.alloc(length, 'x'), confirmation: true })
      expect(await message).toMatchObject({ topic: command, text: 'x'.repeat(length) })
    }
    await expect(send({ payload: Buffer.alloc(128 * 1024 + 1) })).rejects.toMatchObject({
      name: 'InvalidRequestException',
    })
  })

  it.each([
    ['a topic that the device may not receive', { topic: 'andon/lights/desk-2/command' }, 'ForbiddenException'],
    ['a client that nobody knows', { clientId: 'desk-9' }, 'ResourceNotFoundException'],
    ['a client id of AWS’s own', { clientId: '$me' }, 'InvalidRequestException'],
    ['no time at all', { timeout: 0 }, 'InvalidRequestException'],
    ['a topic with a wildcard', { topic: 'andon/+' }, 'InvalidRequestException'],
  ])('refuses %s', async (_, over, name) => {
    const { iot, send, owner } = await start()
    const lamp = await connect(iot, { clientId: 'desk-1' })
    const heard: unknown[] = []
    lamp.on('message', (topic) => void heard.push(topic))
    await expect(send(over)).rejects.toMatchObject({ name })
    await roundTrip(owner)
    expect(heard).toEqual([])
  })
})

describe('DeleteConnection', () => {
  it('ends it, and the last will is published', async () => {
    const { iot, aws, of } = await start()
    const will = {
      topic: 'andon/lights/desk-1/reported',
      payload: Buffer.from('off line'),
      qos: 1 as const,
      retain: true,
    }
    const lamp = await connect(iot, { clientId: 'desk-1', will })
    const gone = disconnected(lamp)
    await aws.send(new DeleteConnectionCommand({ clientId: 'desk-1' }))
    await gone
    expect(await of('desk-1')).toMatchObject({ connected: false })
    expect(String(iot.retained(will.topic)?.payload)).toBe('off line')
    await expect(aws.send(new DeleteConnectionCommand({ clientId: 'desk-1' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('names what is not modelled', async () => {
    const { iot, aws } = await start()
    const lamp = await connect(iot, { clientId: 'desk-1', clean: false })
    for (const over of [{ cleanSession: true }, { preventWillMessage: true }]) {
      await expect(aws.send(new DeleteConnectionCommand({ clientId: 'desk-1', ...over }))).rejects.toThrow()
    }
    expect(lamp.connected).toBe(true)
  })
})
