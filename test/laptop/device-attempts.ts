// What can be tried on a broker, and whether it succeeded: seen from both sides.
import type { Trier } from './deployed-broker.ts'
import { disconnected, nextMessage } from '../../packages/local-cloud/test/iot-core-started.ts'

export type Outcome = 'may' | 'may not'
export type Attempt = (trier: Trier) => Promise<Outcome>

/** It is acknowledged and taken; or it costs the connection, and nothing of it is left. */
export const publishes =
  (topicOf: (name: string) => string, retain = false): Attempt =>
  async ({ broker: { iot, taken }, name, connect: open }) => {
    const topic = topicOf(name)
    const client = await open()
    const gone = disconnected(client).then((): Outcome => 'may not')
    const done = client.publishAsync(topic, '{}', { qos: 1, retain }).then(
      (): Outcome => 'may',
      () => gone,
    )
    const outcome = await Promise.race([done, gone])
    const isTaken = taken.some((message) => message.topic === topic && message.retain === retain)
    // What is asked of fleet provisioning is for the service alone.
    if (!topic.startsWith('$aws/')) expect(isTaken).toBe(outcome === 'may')
    expect(iot.retained(topic) !== undefined).toBe(outcome === 'may' && retain)
    return outcome
  }

export const subscribes =
  (filterOf: (name: string) => string): Attempt =>
  async ({ name, connect: open }) => {
    const client = await open()
    return client.subscribeAsync(filterOf(name), { qos: 1 }).then(
      () => 'may',
      () => 'may not',
    )
  }

export const receives: Attempt = async ({ broker: { iot }, name, connect: open }) => {
  const client = await open()
  const topic = `andon/lights/${name}/command`
  const isSubscribed = await client.subscribeAsync(topic, { qos: 1 }).then(
    () => true,
    () => false,
  )
  if (!isSubscribed) return 'may not'
  const heard = nextMessage(client)
  await iot.publish(topic, 'red', { qos: 1 })
  expect(await heard).toMatchObject({ topic, text: 'red' })
  return 'may'
}

/** Whoever comes under the same client id cuts off the one before, whose will is then done. */
export const leaves =
  (topicOf: (name: string) => string): Attempt =>
  async ({ broker: { iot, taken }, name, connect: open }) => {
    const topic = topicOf(name)
    await open({ will: { topic, payload: Buffer.from('{}'), qos: 1, retain: true } })
    await open()
    expect(iot.retained(topic) !== undefined).toBe(taken.some((message) => message.topic === topic))
    return iot.retained(topic) === undefined ? 'may not' : 'may'
  }

export const command = (name: string) => `andon/lights/${name}/command`
export const report = (name: string) => `andon/lights/${name}/reported`
export const pull = (name: string) => `andon/cords/${name}/pulled`
