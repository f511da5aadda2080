import mqtt from 'mqtt'
import { policyFrom } from '../src/services/iam/iam.ts'
import { arnOf } from '../src/arn.ts'
import { connect, disconnected, nextMessage, start } from './iot-core-started.ts'

describe('a device', () => {
  it('may do what its policy says', async () => {
    const { iot, log } = await start()
    const lamp = await connect(iot, { clientId: 'desk-1' })
    await lamp.subscribeAsync('andon/lights/desk-1/command', { qos: 1 })
    const heard = nextMessage(lamp)
    await iot.publish('andon/lights/desk-1/command', 'red', { qos: 1 })
    expect(await heard).toMatchObject({ text: 'red' })
    await lamp.publishAsync('andon/lights/desk-1/reported', 'shown', { qos: 1, retain: true })
    expect(String(iot.retained('andon/lights/desk-1/reported')?.payload)).toBe('shown')
    expect(log).toEqual([])
  })

  it.each([
    ['andon/lights/desk-2/reported', false, 'iot:Publish denied'],
    ['andon/cords/desk-1/pulled', true, 'iot:RetainPublish denied'],
  ])('is disconnected for publishing on %s (retained: %p), and nothing of it is kept', async (topic, retain, why) => {
    const { iot, sent, log } = await start()
    const lamp = await connect(iot, { clientId: 'desk-1' })
    const gone = disconnected(lamp)
    lamp.publish(topic, 'x', { qos: 0, retain })
    expect(await gone).toBe('disconnected')
    expect(log).toEqual([expect.stringContaining(why)])
    expect(sent).toEqual([])
    expect(iot.retained(topic)).toBeUndefined()
  })

  it('is refused the topics of others', async () => {
    const { iot, log } = await start()
    const lamp = await connect(iot, { clientId: 'desk-1' })
    await expect(lamp.subscribeAsync('andon/lights/#')).rejects.toThrow('Unspecified error')
    expect(log).toEqual([expect.stringContaining('iot:Subscribe denied')])
  })

  it('is refused the connection without iot:Connect', async () => {
    const { iot } = await start({ devicePolicies: [] })
    const trying = mqtt.connectAsync(`mqtt://127.0.0.1:${iot.port}`, { clientId: 'desk-1', reconnectPeriod: 0 }, false)
    await expect(trying).rejects.toThrow('Not authorized')
  })

  it('has its last will held to its policy like any publish', async () => {
    const { iot, log } = await start()
    const heard = new Promise<string>((resolve) => iot.onPublish(({ topic }) => resolve(topic)))
    const will = (light: string) => ({
      topic: `andon/lights/${light}/reported`,
      payload: Buffer.from('off'),
      qos: 1 as const,
      retain: true,
    })
    const forger = await connect(iot, { clientId: 'desk-1', will: will('desk-2') })
    forger.stream.destroy()
    await disconnected(forger)
    const lamp = await connect(iot, { clientId: 'desk-1', will: will('desk-1') })
    lamp.stream.destroy()

    expect(await heard).toBe('andon/lights/desk-1/reported')
    expect(String(iot.retained('andon/lights/desk-1/reported')?.payload)).toBe('off')
    expect(iot.retained('andon/lights/desk-2/reported')).toBeUndefined()
    expect(log).toEqual([expect.stringContaining('denied on andon/lights/desk-2/reported')])
  })

  it('may do nothing by a policy with a variable that its connection does not have', async () => {
    const Resource = arnOf('iot', 'client/${iot:Certificate.Subject.CommonName}')
    const policy = policyFrom({ Statement: { Effect: 'Allow', Action: 'iot:*', Resource } }, 'lamp')
    const { iot } = await start({ devicePolicies: [policy] })
    const trying = mqtt.connectAsync(`mqtt://127.0.0.1:${iot.port}`, { clientId: 'desk-1', reconnectPeriod: 0 }, false)
    await expect(trying).rejects.toThrow('Not authorized')
  })
})
