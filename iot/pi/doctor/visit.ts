import type { MqttClient } from 'mqtt'
import type { Way } from '../../agent/link/broker-address.ts'
import type { AgentClock } from '../../agent/clock/clock.ts'
import type { TlsIdentity } from '../../agent/link/tls-identity.ts'
import type { LightReport } from '../../contract/light-report.ts'
import { commandTopic, reportTopic } from '../../contract/topics.ts'
import { callOn, NotConnected } from '../conversation.ts'

/** How long the broker may take for each answer, and for a retained command, which it sends by itself. Milliseconds. */
const patience = { answer: 10_000, kept: 5000 }

export interface Visitor {
  readonly light: string
  readonly identity: TlsIdentity
  readonly clock: AgentClock
  /** The report to publish, as the light. */
  readonly report: LightReport
}

/** How far the visit came; each step needs the one before. */
export type Visit =
  | { readonly kind: 'not-accepted' | 'may-not-subscribe' | 'may-not-publish'; readonly why: string }
  /** The broker took our report and sent this retained command, if it has one. */
  | { readonly kind: 'received'; readonly command: Uint8Array | undefined }

/** Connects as the light itself, and so cuts off any other connection of it. */
export async function visit(way: Way, visitor: Visitor): Promise<Visit> {
  const { light, identity, report } = visitor
  let client: MqttClient
  try {
    client = await callOn(way, { clientId: light, identity })
  } catch (error) {
    if (!(error instanceof NotConnected)) throw error
    return { kind: 'not-accepted', why: error.message }
  }
  const answer = answersOf(client, visitor)
  const kept = new Promise<Uint8Array>((resolve) => client.once('message', (_topic, payload) => resolve(payload)))
  try {
    const heard = await answer(client.subscribeAsync(commandTopic(light), { qos: 1 }))
    if (heard.kind === 'none') return { kind: 'may-not-subscribe', why: heard.why }
    const options = { qos: 1, retain: true } as const
    const taken = await answer(client.publishAsync(reportTopic(light), JSON.stringify(report), options))
    if (taken.kind === 'none') return { kind: 'may-not-publish', why: taken.why }
    const command = await answer(kept, patience.kept)
    return { kind: 'received', command: command.kind === 'came' ? command.value : undefined }
  } finally {
    await client.endAsync(true)
  }
}

type Answer<T> = { readonly kind: 'came'; readonly value: T } | { readonly kind: 'none'; readonly why: string }

/** Waits for the broker's answers, until time is up or it closes the connection. */
function answersOf(client: MqttClient, { clock }: Visitor) {
  const hungUp = new Promise<Answer<never>>((resolve) =>
    client.once('close', () => resolve({ kind: 'none', why: 'it closes the connection' })),
  )
  return async <T>(asked: Promise<T>, within = patience.answer): Promise<Answer<T>> => {
    const { promise: late, resolve } = Promise.withResolvers<Answer<never>>()
    const cancel = clock.after(within, () => resolve({ kind: 'none', why: 'it does not answer' }))
    const came = asked.then(
      (value): Answer<T> => ({ kind: 'came', value }),
      (error: unknown): Answer<T> => ({ kind: 'none', why: error instanceof Error ? error.message : String(error) }),
    )
    try {
      return await Promise.race([came, hungUp, late])
    } finally {
      cancel()
    }
  }
}
