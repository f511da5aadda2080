import mqtt, { type IClientOptions, type MqttClient } from 'mqtt'
import { Activity } from '../src/activity.ts'
import { MovedClock } from '../src/clock.ts'
import { policyFrom } from '../src/services/iam/iam.ts'
import { createIotCore, type IotCore, type IotCoreProps } from '../src/services/iot-core/iot-core.ts'
import { openIotRegistry } from '../src/services/iot-registry/iot-registry.ts'
import { arnOf } from '../src/arn.ts'
import { openStore } from '../src/store.ts'

export const signals = arnOf('sqs', 'signals')
export const cordRule = {
  name: 'cords',
  arn: arnOf('iot', 'rule/cords'),
  payload: {
    Sql: "SELECT 'andon-cord' AS source, topic() AS topic, timestamp() AS receivedAt, clientid() AS client, encode(*, 'base64') AS payload FROM 'andon/cords/+/pulled'",
    AwsIotSqlVersion: '2016-03-23',
    Actions: [{ Sqs: { QueueUrl: 'http://127.0.0.1:4566/000000000000/signals', RoleArn: 'role/cords' } }],
  },
}
const itself = '${iot:Connection.Thing.ThingName}'
const allow = (Action: string, ...resources: string[]) => ({
  Effect: 'Allow',
  Action,
  Resource: resources.map((resource) => arnOf('iot', resource)),
})
const lampPolicy = {
  Statement: [
    allow('iot:Connect', `client/${itself}`),
    allow('iot:Subscribe', `topicfilter/andon/lights/${itself}/command`),
    allow('iot:Receive', `topic/andon/lights/${itself}/command`),
    allow('iot:Publish', `topic/andon/lights/${itself}/reported`, `topic/andon/cords/${itself}/pulled`),
    allow('iot:RetainPublish', `topic/andon/lights/${itself}/reported`),
  ],
}

/** Closed after each test, the newest first. */
export const opened: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

export async function start(over: Partial<IotCoreProps> = {}) {
  const sent: { queue: string; body: unknown }[] = []
  const invoked: unknown[] = []
  const log: string[] = []
  const activity = new Activity()
  const { store = openStore(), clock = new MovedClock(Date.UTC(2026, 10, 21, 9)) } = over
  const lamp = policyFrom(lampPolicy, 'lamp')
  const things = [{ name: 'desk-1', attributes: {} }]
  const registry = over.registry ?? openIotRegistry({ store, clock, things, policies: new Map([['lamp', lamp]]) })
  const iot = await createIotCore({
    store,
    clock,
    activity,
    port: 0,
    registry,
    devicePolicies: [lamp],
    deviceNames: [],
    templates: [],
    rules: [cordRule],
    queues: { send: (queue, body) => void sent.push({ queue, body: JSON.parse(body) }) },
    functions: {
      invoke: () => Promise.reject(new Error('not asked for')),
      invokeLater: (_, event) => void invoked.push(event),
    },
    mayAct: () => true,
    mayInvoke: () => true,
    log: (line) => void log.push(line),
    ...over,
  })
  opened.push(iot)
  return { iot, registry, sent, invoked, log, activity }
}

export async function connect(iot: IotCore, options: IClientOptions = {}) {
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${iot.port}`, { reconnectPeriod: 0, ...options })
  opened.push({ close: () => client.endAsync(true) })
  return client
}
export const disconnected = (client: MqttClient) =>
  new Promise((resolve) => client.once('close', () => resolve('disconnected')))
export const nextMessage = (client: MqttClient) =>
  new Promise((resolve) =>
    client.once('message', (topic, payload, { retain, qos }) => resolve({ topic, text: String(payload), retain, qos })),
  )
