import { type IClientOptions, MqttClient } from 'mqtt'
import type { CordPull } from '../../contract/cord-pull.ts'
import type { LightReport } from '../../contract/light-report.ts'
import { commandTopic, pullTopic, reportTopic } from '../../contract/topics.ts'
import type { Way } from './broker-address.ts'
import type { Clock } from '../clock/clock.ts'
import { contactTrouble } from './contact-trouble.ts'
import { deadlines } from './deadlines.ts'
import type { TlsIdentity } from './tls-identity.ts'
import { openTransport } from './transport.ts'

/** How long a broker may be silent before it is given up. Milliseconds. */
export interface Patience {
  readonly connect: number
  /** AWS IoT Core allows no less than 30 s; without a sign of life it is over after one and a half times that. */
  readonly keepalive: number
  /** Until it acknowledges what it was sent. */
  readonly acknowledge: number
  /** The same for a lamp that is being switched off. */
  readonly leave: number
}
const usualPatience: Patience = { connect: 10_000, keepalive: 30_000, acknowledge: 20_000, leave: 2000 }

export interface SessionOptions {
  readonly way: Way
  readonly identity: TlsIdentity
  /** Also the client id: AWS IoT holds a device to the policy of the thing of that name. */
  readonly light: string
  /** What the broker is to publish for us when we vanish. */
  readonly will: LightReport
  readonly clock: Clock
  readonly patience?: Partial<Patience> | undefined
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
   * Publishes as the cord of the light's name; does nothing while not connected.
   * @param taken called once the broker has it in its keeping; never, if the session ends before
   */
  pull(pull: CordPull, taken: () => void): void
  /**
   * Says `last` and disconnects in good order, so that the will is not sent. Rejects when the broker goes away
   * meanwhile; gives up after two seconds without an answer. No event comes once this is called.
   */
  leave(last: LightReport): Promise<void>
}

/** No event comes before it has returned. */
export type OpenSession = (options: SessionOptions, events: SessionEvents) => Session

export const openSession: OpenSession = (options, events) => {
  const { light } = options
  const link = openLink(options, events)
  const { client } = link

  client.on('connect', () => {
    if (link.isOver()) return
    const topic = commandTopic(light)
    const refused = () => link.end(`the broker does not let "${light}" hear ${topic}`)
    client.subscribe(
      topic,
      { qos: 1 },
      acknowledged(link, () => {}, refused),
    )
    events.onConnected()
  })
  client.on('message', (topic, payload, { retain }) => {
    if (!link.isOver() && topic === commandTopic(light)) events.onPayload(payload, retain)
  })

  const publish = (topic: string, what: LightReport | CordPull, retain: boolean, taken: () => void) => {
    if (!client.connected || link.isOver()) return
    client.publish(topic, JSON.stringify(what), { qos: 1, retain }, acknowledged(link, taken))
  }
  return {
    report: (report) => publish(reportTopic(light), report, true, () => {}),
    pull: (pull, taken) => publish(pullTopic(light), pull, false, taken),
    leave: (last) => link.leave(last),
  }
}

type Link = ReturnType<typeof openLink>

/** The client and its end: whatever ends it first is the reason, and there is none after it. */
function openLink(options: SessionOptions, events: Pick<SessionEvents, 'onEnd'>) {
  const { way, identity, clock } = options
  const patience = { ...usualPatience, ...options.patience }
  const client = new MqttClient(() => openTransport(way, identity), clientOptions(options, patience))
  let phase: 'opening' | 'open' | 'over' = 'opening'

  const waits = deadlines(clock, patience.acknowledge, () => end('the broker does not acknowledge what it is sent'))
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
  const fail = (error?: Error) => end(contactTrouble(error, way, phase === 'open'))
  client.on('connect', () => {
    if (phase === 'opening') phase = 'open'
  })
  client.on('close', () => fail())
  client.on('error', fail)
  // The client keeps to itself what has no code.
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

/** The callback for what the broker has to acknowledge in time. */
function acknowledged({ waits, fail, isOver }: Link, done: () => void, refused: (error: Error) => void = fail) {
  const came = waits.begin()
  return (error?: Error | null) => {
    came()
    if (isOver()) return
    // The client calls this while it closes, too, where ending it would bring it out of step; and then it is about to
    // name a better reason.
    if (error) queueMicrotask(() => refused(error))
    else done()
  }
}

function clientOptions({ light, will }: SessionOptions, { connect, keepalive }: Patience): IClientOptions {
  return {
    clientId: light,
    protocolVersion: 4,
    // A session that outlives the connection would replay every command that was missed, oldest first.
    clean: true,
    keepalive: keepalive / 1000,
    connectTimeout: connect,
    // The client's own way of reconnecting has no jitter.
    reconnectPeriod: 0,
    will: { topic: reportTopic(light), payload: Buffer.from(JSON.stringify(will)), qos: 1, retain: true },
  }
}

async function sayGoodbye(client: MqttClient, light: string, last: LightReport) {
  if (client.connected) await client.publishAsync(reportTopic(light), JSON.stringify(last), { qos: 1, retain: true })
  await client.endAsync()
}

async function within(ms: number, clock: Clock, client: MqttClient, inGoodOrder: () => Promise<void>) {
  const { promise: patienceLost, resolve } = Promise.withResolvers<void>()
  const cancel = clock.after(ms, resolve)
  try {
    await Promise.race([inGoodOrder(), patienceLost])
  } finally {
    cancel()
    client.stream.destroy()
  }
}
