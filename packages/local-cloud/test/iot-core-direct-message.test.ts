import type { MqttClient } from 'mqtt'
import { command, roundTrip, start } from './iot-core-data-plane.ts'
import { connect, nextMessage } from './iot-core-started.ts'

/** A device that reads its messages and acknowledges none of them until it is told to. */
function holdsBack(device: MqttClient) {
  let release = () => {}
  device.handleMessage = (_packet, acknowledge) => void (release = acknowledge)
  return { acknowledge: () => release() }
}

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
