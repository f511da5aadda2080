import { connect, type IClientOptions, type MqttClient } from 'mqtt'
import type { LightReport } from '../contract/light-report.ts'
import { commandTopic, reportTopic } from '../contract/topics.ts'
import type { Clock } from './clock.ts'

/** Milliseconds. */
const connectTimeout = 10_000
/** Seconds. AWS IoT Core allows no less than 30; a silent broker is given up after one and a half times that. */
const keepalive = 30
/** How long a lamp that is switched off waits for its last report to be acknowledged. Milliseconds. */
const patience = 2000

export interface SessionOptions {
  readonly broker: URL
  /** Also the client id: AWS IoT holds a device to the policy of the thing of that name. */
  readonly light: string
  /** What the broker is to publish for us when we vanish. */
  readonly will: LightReport
}

export interface SessionEvents {
  onConnected(): void
  /** @param retained whether the broker had kept it, rather than passing it on as it came */
  onPayload(payload: Uint8Array, retained: boolean): void
  /** Once, also when it never got as far as being connected; nothing comes after it. */
  onEnd(why: string): void
}

/** One MQTT connection of one light, which is not made again once it has ended. */
export interface Session {
  /** Publishes, retained; does nothing while not connected. */
  report(report: LightReport): void
  /**
   * Says `last` and disconnects in good order, so that the will is not sent. Rejects when the broker goes away
   * meanwhile; gives up after two seconds without an answer. No event comes once this is called.
   */
  leave(last: LightReport, clock: Clock): Promise<void>
}

export function openSession({ broker, light, will }: SessionOptions, events: SessionEvents): Session {
  const client = connect(broker.href, optionsFor(light, will))
  let isOver = false

  const end = (why: string) => {
    if (isOver) return
    isOver = true
    client.end(true)
    events.onEnd(why)
  }
  client.on('connect', () => {
    subscribe(client, light, end)
    events.onConnected()
  })
  client.on('message', (_topic, payload, { retain }) => {
    if (!isOver) events.onPayload(payload, retain)
  })
  client.on('error', (error) => end(reasonOf(error)))
  client.on('close', () => end('the connection was closed'))

  return {
    report(report) {
      if (!client.connected || isOver) return
      publish(client, light, report).catch((error: unknown) => end(reasonOf(error)))
    },
    async leave(last, clock) {
      if (isOver) return
      isOver = true
      await leaveWithin(patience, clock, client, async () => {
        if (client.connected) await publish(client, light, last)
        await client.endAsync()
      })
    },
  }
}

function optionsFor(light: string, will: LightReport): IClientOptions {
  return {
    clientId: light,
    protocolVersion: 4,
    // A session that outlives the connection would replay every command that was missed, oldest first.
    clean: true,
    keepalive,
    connectTimeout,
    // The client's own way of reconnecting has no jitter.
    reconnectPeriod: 0,
    will: { topic: reportTopic(light), payload: Buffer.from(JSON.stringify(will)), qos: 1, retain: true },
  }
}

function subscribe(client: MqttClient, light: string, end: (why: string) => void) {
  client.subscribe(commandTopic(light), { qos: 1 }, (error, granted = []) => {
    if (error) end(reasonOf(error))
    // MQTT 3.1.1 refuses a subscription with 128 in place of the granted quality.
    else if (granted.some(({ qos }) => qos > 2)) end(`the broker does not let "${light}" hear ${commandTopic(light)}`)
  })
}

const publish = (client: MqttClient, light: string, report: LightReport) =>
  client.publishAsync(reportTopic(light), JSON.stringify(report), { qos: 1, retain: true })

async function leaveWithin(ms: number, clock: Clock, client: MqttClient, inGoodOrder: () => Promise<void>) {
  const { promise: patienceLost, resolve } = Promise.withResolvers<void>()
  const cancel = clock.after(ms, resolve)
  try {
    await Promise.race([inGoodOrder(), patienceLost])
  } finally {
    cancel()
    client.stream.destroy()
  }
}

/** Node tells of several failed addresses at once in an error without a message. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ')
  return error.message
}
