import { type IClientOptions, MqttClient } from 'mqtt'
import type { CordPull } from '../../contract/cord-pull.ts'
import type { LightReport } from '../../contract/light-report.ts'
import { commandTopic, pullTopic, reportTopic } from '../../contract/topics.ts'
import type { Way } from './broker-address.ts'
import type { AgentClock } from '../clock/clock.ts'
import { connectionTrouble } from './connection-trouble.ts'
import { deadlines } from './deadlines.ts'
import type { TlsIdentity } from './tls-identity.ts'
import { openTransport } from './transport.ts'

/** How long to wait for a silent broker. Milliseconds. */
export interface Patience {
  readonly connect: number
  /** AWS IoT Core allows no less than 30 s. Without a sign of life the session ends after one and a half times that. */
  readonly keepalive: number
  /** Until the broker confirms a message. */
  readonly confirm: number
  /** The same while the agent stops. */
  readonly leave: number
}
const usualPatience: Patience = { connect: 10_000, keepalive: 30_000, confirm: 20_000, leave: 2000 }

export interface SessionOptions {
  readonly way: Way
  readonly identity: TlsIdentity
  /** Also the client id: AWS IoT holds a device to the policy of the thing of that name. */
  readonly light: string
  /** The broker publishes this if the connection breaks. */
  readonly will: LightReport
  readonly clock: AgentClock
  readonly patience?: Partial<Patience> | undefined
}

export interface SessionEvents {
  onConnected(): void
  /** @param retained whether the broker had kept it, and did not pass it on live */
  onPayload(payload: Uint8Array, retained: boolean): void
  /** Called once, also if it never connected. No event comes after it. */
  onEnd(why: string): void
}

/** One MQTT connection of one light. It does not connect again after its end. */
export interface BrokerSession {
  /** Publishes, retained; does nothing while not connected. */
  report(report: LightReport): void
  /**
   * Publishes as the cord of the light's name; does nothing while not connected.
   * @param taken called when the broker has confirmed it; never, if the session ends before
   */
  pull(pull: CordPull, taken: () => void): void
  /**
   * Publishes `last` and disconnects, so that the broker does not send the will. Rejects if the broker hangs up first;
   * gives up after two seconds without an answer. No event comes after this call.
   */
  leave(last: LightReport): Promise<void>
}

/** No event comes before it returns. */
export type OpenSession = (options: SessionOptions, events: SessionEvents) => BrokerSession

export const openSession: OpenSession = (options, events) => {
  const { light } = options
  const link = openClient(options, events)
  const { client } = link

  client.on('connect', () => {
    if (link.isOver()) return
    const topic = commandTopic(light)
    const refused = () => link.end(`the broker does not let "${light}" subscribe to ${topic}`)
    client.subscribe(
      topic,
      { qos: 1 },
      confirmed(link, () => {}, refused),
    )
    events.onConnected()
  })
  client.on('message', (topic, payload, { retain }) => {
    if (!link.isOver() && topic === commandTopic(light)) events.onPayload(payload, retain)
  })

  const publish = (topic: string, what: LightReport | CordPull, retain: boolean, taken: () => void) => {
    if (!client.connected || link.isOver()) return
    client.publish(topic, JSON.stringify(what), { qos: 1, retain }, confirmed(link, taken))
  }
  return {
    report: (report) => publish(reportTopic(light), report, true, () => {}),
    pull: (pull, taken) => publish(pullTopic(light), pull, false, taken),
    leave: (last) => link.leave(last),
  }
}

type SessionClient = ReturnType<typeof openClient>

/** The client and its end: the first reason counts, later ones are dropped. */
function openClient(options: SessionOptions, events: Pick<SessionEvents, 'onEnd'>) {
  const { way, identity, clock } = options
  const patience = { ...usualPatience, ...options.patience }
  const client = new MqttClient(() => openTransport(way, identity), clientOptions(options, patience))
  let phase: 'opening' | 'open' | 'over' = 'opening'

  const waits = deadlines(clock, patience.confirm, () => end('the broker does not confirm what this device sends'))
  const finish = () => {
    phase = 'over'
    waits.cancelAll()
  }
  const end = (why: string) => {
    if (phase === 'over') return
    finish()
    client.end(true)
    events.onEnd(why)
  }
  const fail = (error?: Error) => end(connectionTrouble(error, way, phase === 'open'))
  client.on('connect', () => {
    if (phase === 'opening') phase = 'open'
  })
  client.on('close', () => fail())
  client.on('error', fail)
  // The client does not pass on errors without a code.
  client.stream.on('error', fail)

  return {
    client,
    waits,
    end,
    fail,
    isOver: () => phase === 'over',
    async leave(last: LightReport) {
      if (phase === 'over') return
      finish()
      await within(patience.leave, clock, client, () => sayGoodbye(client, options.light, last))
    },
  }
}

/** The callback for a message that the broker has to confirm in time. */
function confirmed({ waits, fail, isOver }: SessionClient, done: () => void, refused: (error: Error) => void = fail) {
  const came = waits.begin()
  return (error?: Error | null) => {
    came()
    if (isOver()) return
    // The client calls this also while it closes. Ending it right here would confuse it, and it is about to give a better
    // reason.
    if (error) queueMicrotask(() => refused(error))
    else done()
  }
}

function clientOptions({ light, will }: SessionOptions, { connect, keepalive }: Patience): IClientOptions {
  return {
    clientId: light,
    protocolVersion: 4,
    // A persistent session would replay every missed command, the oldest first.
    clean: true,
    keepalive: keepalive / 1000,
    connectTimeout: connect,
    // The client's own reconnecting has no jitter.
    reconnectPeriod: 0,
    will: { topic: reportTopic(light), payload: Buffer.from(JSON.stringify(will)), qos: 1, retain: true },
  }
}

async function sayGoodbye(client: MqttClient, light: string, last: LightReport) {
  if (client.connected) await client.publishAsync(reportTopic(light), JSON.stringify(last), { qos: 1, retain: true })
  await client.endAsync()
}

async function within(ms: number, clock: AgentClock, client: MqttClient, goodbye: () => Promise<void>) {
  const { promise: timeUp, resolve } = Promise.withResolvers<void>()
  const cancel = clock.after(ms, resolve)
  try {
    await Promise.race([goodbye(), timeUp])
  } finally {
    cancel()
    client.stream.destroy()
  }
}
